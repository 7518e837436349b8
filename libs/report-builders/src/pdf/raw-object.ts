/**
 * Text that pdfkit writes into a PDF object as it stands. Its serialiser prints anything whose class tag is not
 * `Object` through `toString`, so the tag is all it takes.
 */
export class RawObject {
  readonly [Symbol.toStringTag] = 'RawObject';

  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** Number as PDF reads it: at most three decimals (a third of a micron), no exponent. */
export function num(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

const PLAIN = /^[\x20-\x7e]*$/;

/** Text as a string object, fit for titles, alternatives and ActualText. */
export function pdfText(text: string): string {
  if (PLAIN.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  let out = '<FEFF';
  for (let i = 0; i < text.length; i++) out += text.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0');
  return `${out}>`;
}

/** A character code as text takes it. */
export const hex4 = (value: number): string => value.toString(16).padStart(4, '0');
