import { type CellValue, cleanText, cutText, display, type Format, plainCell } from '@pressroom/document';

/** How each file should carry a value, told independently of the builders. Null when it does, otherwise what is wrong. */
export type CellCheck = (expected: CellValue, found: CellValue, format: Format) => string | null;

const told = (value: CellValue): string =>
  value instanceof Date ? value.toString() : JSON.stringify(value).slice(0, 80);
const differs = (expected: CellValue, found: CellValue): string =>
  `expected ${told(expected)}, found ${told(found)}`;
const same = (expected: CellValue, found: CellValue): string | null =>
  expected === found ? null : differs(expected, found);

function near(expected: number, found: CellValue, allowed: number): string | null {
  const number = typeof found === 'string' ? Number(found) : found;
  const close =
    typeof number === 'number' && Math.abs(number - expected) <= allowed + Math.abs(expected) * 1e-14;
  return close ? null : differs(expected, found);
}

const DAY = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);

/** exceljs gives times back as dates counted from Excel's day 0. */
const daysOf = (found: CellValue): CellValue =>
  found instanceof Date ? (found.getTime() - EPOCH) / DAY : found;

/** The value exactly, typed; times within a millisecond. */
export const checkXlsxCell: CellCheck = (expected, found, format) => {
  if (expected === null) return same(null, found);
  if (typeof expected === 'boolean') return same(expected, found);
  if (typeof expected === 'number') return checkXlsxNumber(expected, found, format);
  const text = display(expected, format);
  if (expected instanceof Date || format.kind === 'date') {
    if (!(found instanceof Date)) return same(text, found);
    const written = new Date(Math.round(found.getTime() / 1000) * 1000).toISOString().replace('T', ' ');
    return same(text, written.slice(0, text.length));
  }
  if (typeof found === 'number') return near(Number(expected), found, 0);
  return same(expected === '' ? null : cutText(expected), found === '' ? null : found);
};

function checkXlsxNumber(expected: number, found: CellValue, format: Format): string | null {
  if (!Number.isFinite(expected)) return same('–', found);
  if (format.kind === 'time') return near(expected / 1_440, daysOf(found), 2e-8);
  if (format.kind === 'duration') {
    return expected < 0
      ? same(display(expected, format), found)
      : near(expected / 86_400, daysOf(found), 2e-8);
  }
  return near(expected, found, 0);
}

const TRIGGER = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** Decimals as the format has them, the rest exactly. */
export const checkCsvCell: CellCheck = (expected, found, format) => {
  if (expected === null) return same(null, found);
  if (typeof expected === 'boolean') return same(String(expected), found);
  if (expected instanceof Date) {
    const valid = !Number.isNaN(expected.getTime());
    return same(valid ? expected.toISOString().slice(0, format.kind === 'date' ? 10 : 24) : null, found);
  }
  if (typeof expected === 'number') return checkCsvNumber(expected, found, format);
  const numeric = ['integer', 'decimal', 'percent'].includes(format.kind) && /^-?\d+(\.\d+)?$/.test(expected);
  const text = TRIGGER.test(expected) && !numeric ? `'${cleanText(expected)}` : cleanText(expected);
  return same(text === '' ? null : text, found);
};

function checkCsvNumber(expected: number, found: CellValue, format: Format): string | null {
  if (!Number.isFinite(expected)) return same(null, found);
  if (typeof found !== 'string') return differs(expected, found);
  if (format.kind === 'time') return same(display(expected, format), found);
  const digits = digitsOf(format);
  if (digits === null) return same(String(expected), found);
  const decimals = found.split('.')[1]?.length ?? 0;
  if (decimals !== digits) return `expected ${digits} decimals, found ${found}`;
  return near(expected, found, 0.5 * 10 ** -digits + 1e-12);
}

function digitsOf(format: Format): number | null {
  if (format.kind === 'integer') return 0;
  if (format.kind === 'decimal') return format.digits;
  return format.kind === 'percent' ? format.digits + 2 : null;
}

/** The value itself. */
export const checkJsonCell: CellCheck = (expected, found, format) => {
  if (typeof expected === 'number') return same(Number.isFinite(expected) ? expected : null, found);
  if (typeof expected === 'string') return same(cleanText(expected), found);
  if (!(expected instanceof Date)) return same(expected, found);
  const valid = !Number.isNaN(expected.getTime());
  return same(valid ? expected.toISOString().slice(0, format.kind === 'date' ? 10 : 24) : null, found);
};

/** Blanks and line breaks as one blank: what a page does to them is no difference. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The text that `display` gives, as pages print it. */
export const checkPrintedCell: CellCheck = (expected, found, format) =>
  same(oneLine(cleanText(display(plainCell(expected), format))), oneLine(String(found ?? '')));
