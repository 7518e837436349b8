import { type CellValue, type Column, display, headerOf } from '@pressroom/document';
import { isFigure } from './styles';

const NARROWEST = 9;
const WIDEST = 60;
/** Room for the filter button in a header. */
const BUTTON = 3;
const SAMPLE = 200;

/** Column widths of one sheet, in characters of the default font, as everything that stands in a column asks for. */
export class Widths {
  private readonly asked: number[] = [];

  ask(column: number, characters: number): void {
    const width = Math.max(NARROWEST, Math.min(WIDEST, Math.ceil(characters)));
    this.asked[column] = Math.max(this.asked[column] ?? 0, width);
  }

  /** A column nobody asked for has the default width. */
  of(column: number): number {
    return this.asked[column] ?? DEFAULT_WIDTH;
  }

  /** Pixels on a screen, as Excel counts them; columns beyond those that were set are a little narrower. */
  pixelsOf(column: number): number {
    return column < this.columns ? Math.trunc(this.of(column) * 7 + 5) : UNSET_PIXELS;
  }

  get columns(): number {
    return this.asked.length;
  }

  /** Sum over the first columns. */
  upTo(columns: number): number {
    let sum = 0;
    for (let column = 0; column < columns; column += 1) sum += this.of(column);
    return sum;
  }
}

export const DEFAULT_WIDTH = 11;
const UNSET_PIXELS = 64;

/** Characters that a table column wants: its own wish, or its header and the longest of the first values. */
export function wantedWidth(column: Column, at: number, rows: readonly (readonly CellValue[])[]): number {
  const header = headerOf(column);
  // A header may break between words, so only its longest word needs the room.
  const longestWord = header.split(' ').reduce((most, word) => Math.max(most, word.length), 0);
  let wanted = Math.max(longestWord + BUTTON, Math.min(header.length + BUTTON, 18), column.width ?? 0);
  const margin = isFigure(column.format) ? 4 : 2;
  for (const row of rows.slice(0, SAMPLE)) {
    wanted = Math.max(wanted, longestLine(display(row[at] ?? null, column.format)) + margin);
  }
  return wanted;
}

function longestLine(text: string): number {
  if (!text.includes('\n')) return text.length;
  return text.split('\n').reduce((most, line) => Math.max(most, line.length), 0);
}

/** Lines that text takes at a width in characters. */
export function linesOf(text: string, characters: number): number {
  const width = Math.max(1, characters);
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / width)), 0);
}

/** Zero-based indexes of text columns whose values are longer than the sheet gives them. */
export function overlongColumns(
  columns: readonly Column[],
  rows: readonly (readonly CellValue[])[],
  widthOf: (at: number) => number,
): Set<number> {
  const overlong = new Set<number>();
  columns.forEach(({ format }, at) => {
    if (format.kind !== 'text' && format.kind !== 'id') return;
    const width = widthOf(at);
    const exceeds = rows.some((row) => {
      const value = row[at];
      return typeof value === 'string' && (value.length > width || value.includes('\n'));
    });
    if (exceeds) overlong.add(at);
  });
  return overlong;
}
