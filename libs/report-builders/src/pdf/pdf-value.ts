import { pdfText } from './raw-object';

/** What has its own way of being written. */
interface Written {
  toString(): string;
}

/** As pdfkit rounds: a millionth of a unit, no exponent. */
const number = (value: number): string => String(Math.round(value * 1_000_000) / 1_000_000);

const digits = (value: number, count: number): string => String(value).padStart(count, '0');

function date(value: Date): string {
  const day = `${digits(value.getUTCFullYear(), 4)}${digits(value.getUTCMonth() + 1, 2)}${digits(value.getUTCDate(), 2)}`;
  const clock = [value.getUTCHours(), value.getUTCMinutes(), value.getUTCSeconds()];
  return `(D:${day}${clock.map((part) => digits(part, 2)).join('')}Z)`;
}

function dictionary(entries: object): string {
  let out = '<<';
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) out += `/${key} ${pdfValue(value)}`;
  }
  return `${out}>>`;
}

/**
 * Text of a value as pdfkit keeps it (ISO 32000-1, 7.3): a string is a name, a `String` object is text, a plain object
 * is a dictionary; references, trees and raw text say themselves what they are.
 */
export function pdfValue(value: unknown): string {
  if (typeof value === 'string') return `/${value}`;
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object' || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(pdfValue).join(' ')}]`;
  if (value instanceof String) return pdfText(value.valueOf());
  if (value instanceof Date) return date(value);
  return Object.getPrototypeOf(value) === Object.prototype
    ? dictionary(value)
    : (value as Written).toString();
}
