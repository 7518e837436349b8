import type { CellValue, Column } from '@pressroom/document';
import type { ByteWriter } from '../bytes';
import { type CellMarkup, encodeCellValue, markupOf } from './cell-encoder';
import type { Pattern } from './pattern';
import { formatStyle, type StyleName } from './styles';

/** Encodes the rows of one table straight into sheet XML (ECMA-376 18.3.1.73): values only, never a formula. */
export class RowEncoder {
  private markup: readonly CellMarkup[];
  private rowText = '';
  /** Height of a row in points, once some of its text may break into lines. */
  private heightOf: ((values: readonly CellValue[]) => number | null) | null = null;

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

  /** Lets the text of these columns (indexes in the table) break into lines. @param heightOf null for one line */
  wrap(wrapped: ReadonlySet<number>, heightOf: (values: readonly CellValue[]) => number | null): void {
    this.heightOf = heightOf;
    this.rowText = '';
    this.markup = this.markup.map((markup, at) => {
      const column = this.columns[at];
      return column !== undefined && wrapped.has(at) ? this.markupFor(column, at, 'wrapped') : markup;
    });
  }

  /** One `<row>`; every cell is there, so that rules run through. @param row number from 1 @returns its height in points, null for one line */
  encode(out: ByteWriter, row: number, values: readonly CellValue[]): number | null {
    this.number(row);
    out.ascii('<row r="');
    out.whole(row);
    const height = this.heightOf?.(values) ?? null;
    out.ascii(height === null ? '">' : `" ht="${height}" customHeight="1">`);
    for (let at = 0; at < this.markup.length; at += 1) {
      const markup = this.markup[at];
      if (markup === undefined) continue;
      // Room for the markup of any kind and a number; text reserves its own.
      out.reserve(160);
      out.bytes(markup.open);
      encodeCellValue(out, markup, values[at] ?? null);
    }
    out.ascii('</row>');
    return height;
  }

  /** Puts the row's number into the openings of all cells: mostly its last digit alone has changed. */
  private number(row: number): void {
    const text = String(row);
    const before = this.rowText;
    this.rowText = text;
    if (text.length !== before.length) {
      for (const markup of this.markup) markup.open = Buffer.from(`<c r="${markup.column}${text}`);
      return;
    }
    for (let back = 1; back <= text.length; back += 1) {
      const digit = text.charCodeAt(text.length - back);
      if (digit === before.charCodeAt(text.length - back)) continue;
      for (const { open } of this.markup) open[open.length - back] = digit;
    }
  }
}
