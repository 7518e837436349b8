import { type Chart, display, type Format } from '@pressroom/document';
import { daySerial } from './serial';
import { formatStyle, NUMBER_FORMATS } from './styles';

/** A number as its cell holds it: Excel counts times in days. Null for what a cell shows as text or not at all. */
export function cellNumber(value: number | null, format: Format): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  if (format.kind === 'duration') return value < 0 ? null : value / 86_400;
  return format.kind === 'time' ? value / 1_440 : value;
}

export interface Categories {
  /** Numbers when every category is a number or a date that Excel knows; otherwise texts. */
  numbers: readonly number[] | null;
  texts: readonly string[];
  formatCode: string;
}

/** What stands along the category axis. */
export function categoriesOf({ categories, categoryFormat }: Chart): Categories {
  const numbers = categories.map((category) => {
    if (typeof category === 'number') return cellNumber(category, categoryFormat);
    return categoryFormat.kind === 'date' ? daySerial(category) : null;
  });
  const known = numbers.filter((number) => number !== null);
  return {
    numbers: known.length === numbers.length && known.length > 0 ? known : null,
    texts: categories.map((category) => display(category, categoryFormat)),
    formatCode: NUMBER_FORMATS[formatStyle(categoryFormat)].replace('@', 'General'),
  };
}
