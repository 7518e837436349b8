import type { CellValue } from './values';

// Control characters but TAB, LF and CR; surrogates (pairs are told apart below); and the two non-characters XML forbids.
// Built from code points so that the class can be read.
const range = (from: number, to: number): string =>
  `\\u${from.toString(16).padStart(4, '0')}-\\u${to.toString(16).padStart(4, '0')}`;
const CONTROLS = `${range(0x00, 0x08)}${range(0x0b, 0x0c)}${range(0x0e, 0x1f)}${range(0x7f, 0x9f)}${range(0xfffe, 0xffff)}`;
const SUSPECT = new RegExp(`[${CONTROLS}${range(0xd800, 0xdfff)}]`);
const UNPRINTABLE = new RegExp(
  `[${CONTROLS}]|[${range(0xd800, 0xdbff)}](?![${range(0xdc00, 0xdfff)}])|(?<![${range(0xd800, 0xdbff)}])[${range(0xdc00, 0xdfff)}]`,
  'g',
);

/** Text that every format can carry: control characters (not TAB, LF, CR), lone surrogates and non-characters become U+FFFD. */
export function cleanText(text: string): string {
  return SUSPECT.test(text) ? text.replace(UNPRINTABLE, '\uFFFD') : text;
}

/** What a spreadsheet cell can hold, in UTF-16 units. */
export const CELL_LIMIT = 32_767;

/** Clean text of at most `limit` UTF-16 units; when cut, the end says so and how long the text was. */
export function cutText(text: string, limit = CELL_LIMIT): string {
  const clean = cleanText(text);
  if (clean.length <= limit) return clean;
  const note = `… [cut: ${clean.length} characters]`;
  const kept = clean.slice(0, Math.max(0, limit - note.length));
  const last = kept.charCodeAt(kept.length - 1);
  return (last >= 0xd800 && last <= 0xdbff ? kept.slice(0, -1) : kept) + note;
}

/**
 * A cell fit for any builder: one of the five plain kinds whatever a reader delivered. Text is cleaned and cut at
 * `limit`; objects (which a library might take for a formula or a link) become their text.
 */
export function plainCell(value: unknown, limit = CELL_LIMIT): CellValue {
  if (typeof value === 'string') return cutText(value, limit);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value;
  return cutText(typeof value === 'bigint' ? value.toString() : textOfObject(value), limit);
}

/** Functions and symbols have no JSON. */
function textOfObject(value: unknown): string {
  const json: unknown = JSON.stringify(value);
  return typeof json === 'string' ? json : '';
}
