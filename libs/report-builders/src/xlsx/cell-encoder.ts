import {
  CELL_LIMIT,
  type CellValue,
  cutText,
  display,
  type Format,
  isDecimalText,
} from '@pressroom/document';
import type { ByteWriter } from '../bytes';
import { beginsLikeFormula } from '../csv/encode-csv';
import { columnName } from './cells';
import { daySerial, instantSerial } from './serial';
import { encodeXmlText } from './xml';

const EMPTY_END = Buffer.from('/>');
const NUMBER_END = Buffer.from('</v></c>');
const TEXT_END = Buffer.from('</t></is></c>');

/** The constant bytes around a cell's row number and value, ready to copy. */
export interface CellMarkup {
  /** `A` */
  column: string;
  /** `<c r="A7`, of the row under way */
  open: Uint8Array;
  /** `" s="7"` */
  style: Uint8Array;
  number: Uint8Array;
  boolean: Uint8Array;
  text: Uint8Array;
  quoted: Uint8Array;
  format: Format;
}

/** @param column zero-based */
export function markupOf(
  column: number,
  style: number,
  quoted: number,
  format: Format,
  row = '',
): CellMarkup {
  return {
    column: columnName(column),
    open: Buffer.from(`<c r="${columnName(column)}${row}`),
    style: Buffer.from(`" s="${style}"`),
    number: Buffer.from(`" s="${style}"><v>`),
    boolean: Buffer.from(`" s="${style}" t="b"><v>`),
    text: Buffer.from(`" s="${style}" t="inlineStr"><is><t`),
    quoted: Buffer.from(`" s="${quoted}" t="inlineStr"><is><t`),
    format,
  };
}

/** What follows the opening: style, kind and value. Values only, never a formula; room for 160 bytes reserved by the caller. */
export function encodeCellValue(out: ByteWriter, markup: CellMarkup, value: CellValue): void {
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

function dated(out: ByteWriter, markup: CellMarkup, serial: number): void {
  out.bytes(markup.number);
  out.serial(serial);
  out.reserve(NUMBER_END.length);
  out.bytes(NUMBER_END);
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
    return dated(out, markup, value / 86_400);
  }
  if (kind === 'time') return dated(out, markup, value / 1_440);
  numeric(out, markup, value);
}

function encodeDate(out: ByteWriter, markup: CellMarkup, value: Date): void {
  if (Number.isNaN(value.getTime())) return encodeText(out, markup, display(value, markup.format));
  const { format } = markup;
  const serial =
    format.kind === 'instant' ? instantSerial(value, format.timeZone) : instantSerial(value, 'UTC');
  if (serial === null) encodeText(out, markup, display(value, format));
  else dated(out, markup, format.kind === 'date' ? Math.floor(serial) : serial);
}

/** Fifteen digits are what Excel keeps of a number. */
const KEPT_DIGITS = 15;

function encodeString(out: ByteWriter, markup: CellMarkup, value: string): void {
  const { kind } = markup.format;
  if (kind === 'date') {
    const serial = daySerial(value);
    if (serial !== null) return dated(out, markup, serial);
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
  const markup = markupOf(at.column, look.style, look.quoted, look.format, String(at.row));
  out.reserve(200);
  out.bytes(markup.open);
  encodeCellValue(out, markup, value);
}
