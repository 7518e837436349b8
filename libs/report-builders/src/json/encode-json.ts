import { type CellValue, cleanText, type Format } from '@pressroom/document';
import { type ByteWriter, isoInstant } from '../bytes';

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * One value, typed: numbers exact, instants ISO 8601 in UTC, dates `YYYY-MM-DD`; NaN and infinities, which JSON lacks,
 * are null. Text is cleaned as in every format, never cut.
 */
export function encodeValue(out: ByteWriter, value: CellValue, format: Format): void {
  if (value === null) out.ascii('null');
  else if (typeof value === 'number') encodeNumber(out, value);
  else if (typeof value === 'string') encodeText(out, value);
  else if (typeof value === 'boolean') out.ascii(value ? 'true' : 'false');
  else out.ascii(Number.isNaN(value.getTime()) ? 'null' : `"${isoOf(value, format)}"`);
}

function isoOf(value: Date, format: Format): string {
  const text = isoInstant(value.getTime());
  return format.kind === 'date' ? text.slice(0, 10) : text;
}

function encodeNumber(out: ByteWriter, value: number): void {
  if (Number.isFinite(value)) out.number(value);
  else out.ascii('null');
}

function encodeText(out: ByteWriter, text: string): void {
  out.reserve(text.length + 2);
  const { buffer, length: start } = out;
  let to = start;
  buffer[to++] = QUOTE;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 0x7e || code === QUOTE || code === BACKSLASH) {
      out.length = start;
      out.text(JSON.stringify(cleanText(text)));
      return;
    }
    buffer[to++] = code;
  }
  buffer[to++] = QUOTE;
  out.length = to;
}

/** `{"a":1,…}` with prepared field names. @param fields one `"key":` a column, the later ones with a leading comma */
export function encodeRecord(
  out: ByteWriter,
  row: readonly CellValue[],
  fields: readonly Uint8Array[],
  formats: readonly Format[],
): void {
  out.ascii('{');
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at];
    const format = formats[at];
    if (field === undefined || format === undefined) continue;
    out.reserve(field.length);
    out.bytes(field);
    encodeValue(out, row[at] ?? null, format);
  }
  out.ascii('}');
}
