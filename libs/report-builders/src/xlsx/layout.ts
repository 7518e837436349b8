import { hasRoomBeside, placeBeside, placeInFlow } from './chart-place';
import type { NativeChart } from './placed';
import type { Sheet } from './sheet';

/**
 * Where the next block of a sheet goes. Charts wait for what follows them: beside a narrow table there is room for
 * them, whether it comes next or has just ended, and its header can stay in view; otherwise they take rows of their own.
 */
export class Layout {
  private waiting: NativeChart[] = [];
  private taken: NativeChart[] = [];
  /** Right of the table that has just ended, while nothing has followed it. */
  private beside: { column: number; row: number } | null = null;
  private afterHeading = false;
  private chartsBeside = false;
  /** Row that blocks must stay below, because charts stand beside a table. */
  private below = 0;

  /** @param part gives the number of a new chart part */
  constructor(private readonly part: () => number) {}

  hold(chart: NativeChart): void {
    this.waiting.push(chart);
  }

  /** What follows a heading stands close to it. */
  headingDrawn(): void {
    this.afterHeading = true;
  }

  /** The sheet, ready for the next block: below everything, a blank row between unless a heading leads to it. */
  next(sheet: Sheet): Sheet {
    this.settle(sheet);
    sheet.row = Math.max(sheet.row, this.below);
    this.below = 0;
    this.beside = null;
    if (!this.afterHeading) sheet.row += 1;
    this.afterHeading = false;
    return sheet;
  }

  /** Like `next`, keeping charts that will stand beside the table. */
  nextTable(sheet: Sheet, columns: number): Sheet {
    this.taken = hasRoomBeside(columns) ? this.waiting.splice(0) : [];
    return this.next(sheet);
  }

  /** The header is drawn. */
  tableBegun(sheet: Sheet, columns: number): void {
    this.chartsBeside = this.taken.length > 0;
    if (!this.chartsBeside) return;
    this.below = placeBeside(sheet, this.taken.splice(0), { column: columns, row: sheet.row }, this.part);
  }

  tableEnded(columns: number, firstRow: number): void {
    if (hasRoomBeside(columns) && !this.chartsBeside) this.beside = { column: columns, row: firstRow };
  }

  /** Gives the charts that wait their places: beside the narrow table before them, or in the flow. */
  settle(sheet: Sheet): Sheet {
    if (this.waiting.length === 0) return sheet;
    if (this.beside !== null) {
      this.below = Math.max(this.below, placeBeside(sheet, this.waiting.splice(0), this.beside, this.part));
      return sheet;
    }
    sheet.row = Math.max(sheet.row, this.below) + (this.afterHeading ? 0 : 1);
    this.afterHeading = false;
    placeInFlow(sheet, this.waiting.splice(0), this.part);
    return sheet;
  }

  sheetEnded(): void {
    this.below = 0;
    this.beside = null;
    this.chartsBeside = false;
  }
}
