import { type CellValue, headerOf } from '@pressroom/document';
import type { TableHead } from '../builder';
import type { BindableTable } from './chart-binding';
import { areaName } from './cells';
import { headerTexts } from './names';
import type { Pattern } from './pattern';
import { RowEncoder } from './row-encoder';
import type { PlacedTable } from './placed';
import { type Sheet, TALLEST_ROW } from './sheet';
import { isFigure } from './styles';
import { linesOf, overlongColumns, wantedWidth } from './widths';

/** Tables up to this size wait in memory, so that widths, wrapping and charts can look at their rows. */
const MOST_ROWS = 2_000;
const MOST_CELLS = 50_000;
/** A header further down would fill the window if it were frozen with all above it. */
const LAST_FROZEN = 10;

/** One table, or the part of it that one sheet holds. */
export class TableFlow {
  private readonly placed: PlacedTable;
  private readonly encoder: RowEncoder;
  /** The rows so far; null once there are too many. */
  private kept: (readonly CellValue[])[] | null = [];
  rows = 0;

  /** Draws the header at the sheet's next row. */
  constructor(
    private readonly sheet: Sheet,
    readonly head: TableHead,
    identity: { id: number; name: string },
    pattern: Pattern,
  ) {
    const headers = headerTexts(head.columns.map(headerOf));
    this.encoder = new RowEncoder(head.columns, 0, pattern);
    const { row } = sheet;
    this.placed = {
      ...identity,
      headers,
      area: { firstColumn: 0, firstRow: row, lastColumn: head.columns.length - 1, lastRow: row + 1 },
    };
    sheet.cells(
      row,
      head.columns.map(({ format }, column) => ({
        column,
        value: headers[column] ?? '',
        style: isFigure(format) ? 'headerRight' : 'header',
      })),
      () => Math.max(...headers.map((header, at) => linesOf(header, sheet.widths.of(at) - 3)), 1) * 15 + 5,
    );
    sheet.row = row + 1;
  }

  /** Row below the header. */
  get firstRow(): number {
    return this.placed.area.firstRow + 1;
  }

  /** Draws one row; a promise when the sheet hands a chunk on. */
  add(values: readonly CellValue[]): Promise<void> | undefined {
    this.sheet.tableRow(this.encoder, this.sheet.row, values);
    this.sheet.row += 1;
    this.rows += 1;
    if (this.kept === null) return this.sheet.flush();
    this.kept.push(values);
    if (this.kept.length <= MOST_ROWS && this.kept.length * values.length <= MOST_CELLS) return undefined;
    return this.letGo(this.kept);
  }

  /** From here on rows pass through: what was seen decides the widths. */
  private async letGo(rows: readonly (readonly CellValue[])[]): Promise<void> {
    this.kept = null;
    this.askWidths(rows);
    this.freeze();
    await this.sheet.settle();
  }

  private askWidths(rows: readonly (readonly CellValue[])[]): void {
    if (this.sheet.settled) return;
    this.head.columns.forEach((column, at) => this.sheet.widths.ask(at, wantedWidth(column, at, rows)));
  }

  private freeze(): void {
    const { firstRow } = this.placed.area;
    if (this.sheet.tables.length === 0 && firstRow <= LAST_FROZEN) this.sheet.frozenRow = firstRow;
  }

  /** Closes the table: its extent, filters and colour scales. */
  end(): BindableTable {
    const { sheet, placed, kept } = this;
    if (this.rows === 0) {
      // An Excel table has at least one row, so an empty one has an empty row.
      sheet.tableRow(this.encoder, sheet.row, []);
      sheet.row += 1;
    }
    placed.area = { ...placed.area, lastRow: sheet.row - 1 };
    if (kept !== null) {
      this.askWidths(kept);
      this.freeze();
      // The widths are final once the sheet ends, and so is what is too long for them.
      sheet.beforeDrawing(() => this.wrap(kept));
    }
    sheet.tables.push(placed);
    if (sheet.tables.length > 1) sheet.frozenRow = sheet.settled ? sheet.frozenRow : null;
    this.addScales();
    return { placed, columns: this.head.columns, rows: kept ?? [] };
  }

  private wrap(rows: readonly (readonly CellValue[])[]): void {
    const widthOf = (at: number): number => this.sheet.widths.of(at);
    const wrapped = overlongColumns(this.head.columns, rows, widthOf);
    if (wrapped.size === 0) return;
    this.encoder.wrap(wrapped, (values) => {
      let lines = 1;
      for (const at of wrapped) {
        const value = values[at];
        if (typeof value === 'string') lines = Math.max(lines, linesOf(value, widthOf(at)));
      }
      return lines === 1 ? null : Math.min(TALLEST_ROW, lines * 15);
    });
  }

  private addScales(): void {
    const { firstRow, lastRow } = this.placed.area;
    for (const { columns, style } of this.head.scales ?? []) {
      const areas = columns.flatMap((key) => {
        const at = this.head.columns.findIndex((column) => column.key === key);
        return at < 0 ? [] : [areaName({ firstColumn: at, lastColumn: at, firstRow: firstRow + 1, lastRow })];
      });
      // A heat map compares all its columns; a bar compares within its own.
      if (style === 'heat' && areas.length > 0) this.sheet.scales.push({ areas: areas.join(' '), style });
      if (style === 'bar') this.sheet.scales.push(...areas.map((area) => ({ areas: area, style })));
    }
  }
}
