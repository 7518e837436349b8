import type { Column, Fact, Format } from '@pressroom/document';

export const TEXT: Format = { kind: 'text' };
export const INTEGER: Format = { kind: 'integer' };
export const DATE: Format = { kind: 'date' };
export const SHARE: Format = { kind: 'percent', digits: 1 };
export const ONE_DIGIT: Format = { kind: 'decimal', digits: 1 };
export const TWO_DIGITS: Format = { kind: 'decimal', digits: 2 };

/** A column; `more` holds its unit, width and the like. */
export function column(
  key: string,
  title: string,
  format: Format,
  more: Pick<Column, 'unit' | 'width' | 'csvName'> = {},
): Column {
  return { key, title, format, ...more };
}

/** A figure set against the previous period's. */
export function comparedFact(fact: Omit<Fact, 'change'>, reference: number | null, label: string): Fact {
  return { ...fact, change: { reference, label } };
}

/** `fruit` → `Fruit`, for headers; cells keep the stored word. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `1 entry`, `2 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
