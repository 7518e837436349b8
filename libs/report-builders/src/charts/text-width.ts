import { cleanText } from '@pressroom/document';

// Advance widths in em, after DejaVu Sans, the widest face a builder uses: what fits there fits everywhere.
const CLASSES: readonly (readonly [string, number])[] = [
  ["ijl'|", 0.29],
  ['I.,:;! fjrt()[]-/\\"', 0.38],
  ['mMwW@%', 0.95],
  ['ABCDEFGHJKLNOPQRSTUVXYZ&', 0.69],
  // Exactly, for ids are long and a figure that loses a digit is another one.
  ['0123456789', 1303 / 2048 + 0.001],
];
const WIDTHS = new Map(
  CLASSES.flatMap(([glyphs, width]) => [...glyphs].map((glyph) => [glyph, width] as const)),
);
const ORDINARY = 0.62;
const WIDE = 1.05;
const BOLD = 1.1;

function glyphWidth(glyph: string): number {
  const known = WIDTHS.get(glyph);
  if (known !== undefined) return known;
  const code = glyph.codePointAt(0) ?? 0;
  if (code < 0x300) return ORDINARY;
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(glyph)) return 0;
  return code >= 0x1100 && (code < 0x1200 || code > 0x2e7f) ? WIDE : ORDINARY;
}

/** Estimated width of one line of text in points at a font size in points; rather too wide than too narrow. */
export function textWidth(text: string, size: number, bold = false): number {
  let width = 0;
  for (const glyph of text) width += glyphWidth(glyph);
  return width * size * (bold ? BOLD : 1);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const LONGEST = 400;

/** One clean line of text no wider than `limit` points; what is cut ends in `…`, never within a character. */
export function elide(text: string, size: number, limit: number): string {
  const line = cleanText(text.length > LONGEST ? text.slice(0, LONGEST) : text)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length === text.length && textWidth(line, size) <= limit) return line;
  if (text.length <= LONGEST && textWidth(line, size) <= limit) return line;
  let kept = '';
  let width = textWidth('…', size);
  for (const { segment } of graphemes.segment(line)) {
    width += textWidth(segment, size);
    if (width > limit) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
