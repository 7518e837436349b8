import { type CellValue, type Column, type Format, headerOf, isDecimalText } from '@pressroom/document';
import { type ByteWriter, isoInstant } from '../bytes';

const QUOTE = 34;
const COMMA = 44;
const CR = 13;
const LF = 10;
const APOSTROPHE = 39;
const AT = 64;
const FULL_WIDTH = 0xff00;

/**
 * True when a spreadsheet that opens the file would take the text for a formula (OWASP ASVS 1.2.10): it begins with
 * `= + - @`, TAB, CR, LF, NUL or a full-width form.
 */
export function beginsLikeFormula(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first > AT && first < FULL_WIDTH) return false;
  switch (first) {
    case 0:
    case 9:
    case LF:
    case CR:
    case 43: // +
    case 45: // -
    case 61: // =
    case AT:
    case FULL_WIDTH + 0x0b: // ＋
    case FULL_WIDTH + 0x0d: // －
    case FULL_WIDTH + 0x1d: // ＝
    case FULL_WIDTH + 0x20: // ＠
      return true;
    default:
      return false;
  }
}

/** One line, CR LF at its end, of the exact header names. */
export function encodeHeader(out: ByteWriter, columns: readonly Column[]): void {
  columns.forEach((column, at) => {
    if (at > 0) out.ascii(',');
    encodeText(out, column.csvName ?? headerOf(column));
  });
  endLine(out);
}

/**
 * One record. Numbers have the decimals of their format and no separators, a percentage stays a share, durations are
 * seconds, instants ISO 8601 in UTC, dates `YYYY-MM-DD`, times `HH:MM`, booleans `true` and `false`; null, NaN and
 * infinities are empty. Text that begins like a formula gets a leading apostrophe.
 */
export function encodeRow(out: ByteWriter, row: readonly CellValue[], columns: readonly Column[]): void {
  for (let at = 0; at < columns.length; at += 1) {
    if (at > 0) {
      out.reserve(1);
      out.byte(COMMA);
    }
    const column = columns[at];
    if (column !== undefined) encodeCell(out, row[at] ?? null, column.format);
  }
  endLine(out);
}

function endLine(out: ByteWriter): void {
  out.reserve(2);
  out.byte(CR);
  out.byte(LF);
}

function encodeCell(out: ByteWriter, value: CellValue, format: Format): void {
  if (value === null) return;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) encodeNumber(out, value, format);
  } else if (typeof value === 'string') {
    if (isNumeric(format) && isDecimalText(value)) out.ascii(value);
    else encodeText(out, value);
  } else if (typeof value === 'boolean') {
    out.ascii(value ? 'true' : 'false');
  } else if (!Number.isNaN(value.getTime())) {
    const text = isoInstant(value.getTime());
    out.ascii(format.kind === 'date' ? text.slice(0, 10) : text);
  }
}

const isNumeric = (format: Format): boolean =>
  format.kind === 'integer' || format.kind === 'decimal' || format.kind === 'percent';

function encodeNumber(out: ByteWriter, value: number, format: Format): void {
  switch (format.kind) {
    case 'integer':
      return out.fixed(value, 0);
    case 'decimal':
      return out.fixed(value, format.digits);
    case 'percent':
      return out.fixed(value, format.digits + 2);
    case 'time': {
      const minutes = Math.floor(value);
      return out.ascii(`${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`);
    }
    case 'text':
    case 'id':
    case 'date':
    case 'instant':
    case 'duration':
    case 'boolean':
      return out.number(value);
  }
}

const pad = (value: number): string => String(value).padStart(2, '0');

function encodeText(out: ByteWriter, text: string): void {
  const guarded = beginsLikeFormula(text);
  if (!guarded && encodePlain(out, text)) return;
  out.reserve(text.length * 3 + 3);
  out.byte(QUOTE);
  if (guarded) out.byte(APOSTROPHE);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7e) {
      at += out.beyondAscii(text, at) - 1;
    } else if (code < 32 && code !== 9 && code !== LF && code !== CR) {
      out.beyondAscii('\uFFFD', 0);
    } else {
      out.byte(code);
      if (code === QUOTE) out.byte(QUOTE);
    }
  }
  out.byte(QUOTE);
}

/** Writes text that needs no quotes. @returns false, with nothing written, when it does */
function encodePlain(out: ByteWriter, text: string): boolean {
  out.reserve(text.length * 3);
  const { buffer, length: start } = out;
  let to = start;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 || code === QUOTE || code === COMMA) {
      out.length = start;
      return false;
    }
    if (code > 0x7e) {
      out.length = to;
      at += out.beyondAscii(text, at) - 1;
      to = out.length;
    } else {
      buffer[to++] = code;
    }
  }
  // Blanks at the ends survive only within quotes with some readers.
  const blank = to > start && (buffer[start] === 32 || buffer[to - 1] === 32);
  out.length = blank ? start : to;
  return !blank;
}
