import {
  CELL_LIMIT,
  type CellValue,
  type Column,
  cutText,
  display,
  type Format,
  isDecimalText,
} from '@pressroom/document';
import type { ByteWriter } from '../bytes';
import { beginsLikeFormula } from '../csv/encode-csv';
import { columnName } from './cells';
import type { Pattern } from './pattern';
import { daySerial, instantSerial } from './serial';
import { formatStyle, type StyleName } from './styles';
import { encodeXmlText } from './xml';

const EMPTY_END = Buffer.from('/>');
const NUMBER_END = Buffer.from('</v></c>');
const TEXT_END = Buffer.from('</t></is></c>');

/** The constant bytes around a cell's row number and value, ready to copy. */
interface CellMarkup {
  /** `<c r="A` */
  open: Uint8Array;
  /** `" s="7"` */
  style: Uint8Array;
  number: Uint8Array;
  boolean: Uint8Array;
  text: Uint8Array;
  quoted: Uint8Array;
  format: Format;
}

function markupOf(column: number, style: number, quoted: number, format: Format): CellMarkup {
  return {
    open: Buffer.from(`<c r="${columnName(column)}`),
    style: Buffer.from(`" s="${style}"`),
    number: Buffer.from(`" s="${style}"><v>`),
    boolean: Buffer.from(`" s="${style}" t="b"><v>`),
    text: Buffer.from(`" s="${style}" t="inlineStr"><is><t`),
    quoted: Buffer.from(`" s="${quoted}" t="inlineStr"><is><t`),
    format,
  };
}

/** Encodes the rows of one table straight into sheet XML (ECMA-376 18.3.1.73): values only, never a formula. */
export class RowEncoder {
  private markup: readonly CellMarkup[];
  private readonly rowNumber = new Uint8Array(8);
  private rowDigits = 0;

  /** @param firstColumn zero-based column of the table's first cell */
  constructor(
    private readonly columns: readonly Column[],
    private readonly firstColumn: number,
    private readonly pattern: Pattern,
  ) {
    this.markup = columns.map((column, at) =>
      this.markupFor(column, at, `cell.${formatStyle(column.format)}`),
    );
  }

  private markupFor({ format }: Column, at: number, style: StyleName): CellMarkup {
    const id = this.pattern.id(style);
    return markupOf(this.firstColumn + at, id, this.pattern.quoted(id), format);
  }

  /** Lets the text of these columns (indexes in the table) break into lines. */
  wrap(wrapped: ReadonlySet<number>): void {
    this.markup = this.markup.map((markup, at) => {
      const column = this.columns[at];
      return column !== undefined && wrapped.has(at) ? this.markupFor(column, at, 'wrapped') : markup;
    });
  }

  /** One `<row>`; every cell is there, so that rules run through. @param row number from 1 */
  encode(out: ByteWriter, row: number, values: readonly CellValue[]): void {
    out.ascii('<row r="');
    const start = out.length;
    out.whole(row);
    this.rowDigits = out.length - start;
    for (let at = 0; at < this.rowDigits; at += 1) this.rowNumber[at] = out.buffer[start + at] ?? 0;
    out.ascii('">');
    for (let at = 0; at < this.markup.length; at += 1) {
      const markup = this.markup[at];
      if (markup !== undefined) this.cell(out, markup, values[at] ?? null);
    }
    out.ascii('</row>');
  }

  private cell(out: ByteWriter, markup: CellMarkup, value: CellValue): void {
    // Room for the markup of any kind and a number; text reserves its own.
    out.reserve(160);
    out.bytes(markup.open);
    const { buffer } = out;
    let to = out.length;
    for (let at = 0; at < this.rowDigits; at += 1) buffer[to++] = this.rowNumber[at] as number;
    out.length = to;
    encodeCellValue(out, markup, value);
  }
}

function encodeCellValue(out: ByteWriter, markup: CellMarkup, value: CellValue): void {
  if (value === null) {
    out.bytes(markup.style);
    out.bytes(EMPTY_END);
  } else if (typeof value === 'number') {
    encodeNumber(out, markup, value);
  } else if (typeof value === 'string') {
    encodeString(out, markup, value);
  } else if (typeof value === 'boolean') {
    out.bytes(markup.boolean);
    out.byte(value ? 49 : 48);
    out.bytes(NUMBER_END);
  } else {
    encodeDate(out, markup, value);
  }
}

function numeric(out: ByteWriter, markup: CellMarkup, value: number): void {
  out.bytes(markup.number);
  out.number(value);
  out.reserve(NUMBER_END.length);
  out.bytes(NUMBER_END);
}

function encodeNumber(out: ByteWriter, markup: CellMarkup, value: number): void {
  const { kind } = markup.format;
  if (!Number.isFinite(value)) return encodeText(out, markup, display(value, markup.format));
  if (kind === 'duration') {
    // Excel's calendar can't show negative times.
    if (value < 0) return encodeText(out, markup, display(value, markup.format));
    return numeric(out, markup, value / 86_400);
  }
  if (kind === 'time') return numeric(out, markup, value / 1_440);
  numeric(out, markup, value);
}

function encodeDate(out: ByteWriter, markup: CellMarkup, value: Date): void {
  if (Number.isNaN(value.getTime())) return encodeText(out, markup, display(value, markup.format));
  const { format } = markup;
  const serial =
    format.kind === 'instant' ? instantSerial(value, format.timeZone) : instantSerial(value, 'UTC');
  if (serial === null) encodeText(out, markup, display(value, format));
  else numeric(out, markup, format.kind === 'date' ? Math.floor(serial) : serial);
}

/** Fifteen digits are what Excel keeps of a number. */
const KEPT_DIGITS = 15;

function encodeString(out: ByteWriter, markup: CellMarkup, value: string): void {
  const { kind } = markup.format;
  if (kind === 'date') {
    const serial = daySerial(value);
    if (serial !== null) return numeric(out, markup, serial);
  } else if ((kind === 'integer' || kind === 'decimal' || kind === 'percent') && isDecimalText(value)) {
    if (value.replace(/\D/g, '').length <= KEPT_DIGITS) return numeric(out, markup, Number(value));
  }
  encodeText(out, markup, value);
}

function encodeText(out: ByteWriter, markup: CellMarkup, value: string): void {
  const text = value.length > CELL_LIMIT ? cutText(value) : value;
  out.bytes(beginsLikeFormula(text) ? markup.quoted : markup.text);
  encodeInline(out, text);
}

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

function encodeInline(out: ByteWriter, text: string): void {
  const keep = isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(text.length - 1));
  out.ascii(keep ? ' xml:space="preserve">' : '>');
  encodeXmlText(out, text);
  out.reserve(TEXT_END.length);
  out.bytes(TEXT_END);
}

/** A single cell outside of tables: a title, a tile, a note. */
export function encodeCell(
  out: ByteWriter,
  at: { column: number; row: number },
  value: CellValue,
  look: { style: number; quoted: number; format: Format },
): void {
  const markup = markupOf(at.column, look.style, look.quoted, look.format);
  out.reserve(200);
  out.bytes(markup.open);
  out.whole(at.row);
  encodeCellValue(out, markup, value);
}
