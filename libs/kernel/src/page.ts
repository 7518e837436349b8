import { invalid } from './faults';
import { isId } from './ids';

/** One page of a list, newest first. `nextCursor` is null on the last page. */
export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

/** Position in a list ordered by (createdAt, id) descending; stable under inserts. */
export interface Cursor {
  at: string;
  id: string;
}

/** @returns an opaque, URL-safe text */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.at, cursor.id])).toString('base64url');
}

/** As PostgreSQL writes an instant in UTC, or as RFC 3339 does: both end up in a statement, so nothing else passes. */
const INSTANT = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|\+00)$/;

/** JavaScript takes the 30th of February for a day of March, and a year 0 for one: PostgreSQL takes neither. */
function isInstant(text: string): boolean {
  if (!INSTANT.test(text) || text.startsWith('0000')) return false;
  const instant = new Date(text.replace(' ', 'T').replace('+00', 'Z'));
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text.slice(0, 10);
}

/** @throws DomainError `invalid` when the text is not a cursor that we gave out */
export function decodeCursor(text: string): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [at, id] = parsed as unknown[];
      if (typeof at === 'string' && typeof id === 'string' && isInstant(at) && isId(id)) return { at, id };
    }
  } catch {
    // falls through to the same answer as any other text that is no cursor
  }
  throw invalid([{ pointer: 'query:cursor', detail: 'is not a cursor of this list' }]);
}

/** Cuts the one row more that was asked for and makes the cursor of the next page from the last row shown. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => Cursor,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null,
  };
}
