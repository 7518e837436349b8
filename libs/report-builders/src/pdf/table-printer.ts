import { cutText, display, plainCell } from '@pressroom/document';
import { STYLES } from './style';
import { TableFrame, headerRow } from './table-frame';
import { closeRow, drawRow, openRow, rowHeight, setRow } from './table-rows';
import { planTable } from './table-plan';
import { Scales, withBars } from './scales';
import type { CellValue } from '@pressroom/document';
import type { TableHead } from '../builder';
import type { Press } from './press';
import type { Element } from './structure';
import type { SetRow } from './table-rows';
import type { TablePlan } from './table-plan';
import type { Line } from './typesetter';

type Row = readonly CellValue[];

/** Rows judged for column widths. */
const SAMPLE = 200;
/** A scale needs all values before the first cell; longer tables than this are printed without. */
const SCALED_ROWS = 5000;
/** Rows of a table that is not parted over pages if a good part of one holds it. */
const SHORT_TABLE = 30;
/** Rows that pdf prints of a table that asks for its first rows only. */
export const FIRST_ROWS = 5000;

interface Started {
  plan: TablePlan;
  frame: TableFrame;
  table: Element;
  body: Element;
}

/** Prints one table as its rows come. Holds the rows of one page at most, once the columns are planned. */
export class TablePrinter {
  private held: Row[] = [];
  private started: Started | null = null;
  private scales: Scales | null = null;
  /** Rows for the next page of a table in groups of columns. */
  private band: SetRow[] = [];
  private bandHeight = 0;
  printed = 0;
  omitted = 0;

  constructor(
    private readonly press: Press,
    private readonly head: TableHead,
    private readonly parent: Element,
    private readonly captioned: boolean,
    /** Places headings that wait for this table, given the height that must follow on their page. */
    private readonly place: (height: number) => void,
  ) {}

  private get scaled(): boolean {
    return (this.head.scales ?? []).length > 0;
  }

  rows(rows: readonly Row[]): void {
    const limit = this.head.tail === 'first' ? FIRST_ROWS : Number.POSITIVE_INFINITY;
    const taken = rows.slice(0, Math.max(0, limit - this.printed - this.held.length));
    this.omitted += rows.length - taken.length;
    if (this.started !== null) {
      this.printAll(this.started, taken);
      return;
    }
    for (const row of taken) this.held.push(row);
    if (this.held.length > (this.scaled ? SCALED_ROWS : SAMPLE)) this.start(false);
  }

  /** Prints what waits and closes the table. */
  end(): void {
    const started = this.start(true);
    if (this.printed === 0) this.printEmpty(started);
    this.printBand(started);
    const first = started.plan.slices[0];
    if (first && started.plan.slices.length === 1) started.frame.drawRules(first);
    this.press.structure.close(started.body);
    this.press.structure.close(started.table);
    this.press.flow.turn('portrait');
  }

  /** @param whole whether all rows are here */
  private start(whole: boolean): Started {
    if (this.started !== null) return this.started;
    const { press, head, held } = this;
    const { flow, structure } = press;
    const offer = { portrait: flow.widthOf('portrait'), landscape: flow.widthOf('landscape') };
    const sample = held.slice(0, SAMPLE).map((row) => this.texts(row));
    const plan = planTable(withBars(head), sample, offer, press.typesetter);
    if (this.scaled && held.length <= SCALED_ROWS) this.scales = new Scales(head, held);
    flow.turn(plan.orientation);
    const width = flow.widthOf(plan.orientation);
    const caption = this.captioned ? press.wrap(head.title, STYLES.caption, width) : [];
    const captionHeight = caption.length * STYLES.caption.leading + 4;
    this.place(captionHeight + rowHeight(headerRow(press, head, plan)) + this.heightToKeep(plan, whole));
    const table = structure.open('Table', this.parent, { title: head.title });
    if (this.captioned) this.drawCaption(table, caption);
    if (plan.slices.length > 1) this.sayGroups(plan);
    const frame = new TableFrame(press, head, plan, table);
    const started = (this.started = { plan, frame, table, body: structure.open('TBody', table) });
    const first = plan.slices[0];
    if (plan.slices.length === 1 && first) frame.drawHeader(first, 0);
    this.held = [];
    this.printAll(started, held);
    return started;
  }

  private drawCaption(table: Element, lines: readonly Line[]): void {
    const element = this.press.structure.open('Caption', table);
    this.press.lines(element, lines, STYLES.caption);
    this.press.structure.close(element);
    this.press.flow.y += 4;
  }

  /** Height of rows that must follow the header on its page: all of a short table, a few of a long one. */
  private heightToKeep(plan: TablePlan, whole: boolean): number {
    const few = 3 * STYLES.cell.leading;
    if (!whole || this.held.length > SHORT_TABLE || plan.slices.length > 1) return few;
    const rows = this.held.map((row) => rowHeight(setRow(this.press, plan, this.texts(row), STYLES.cell)));
    const height = rows.reduce((sum, row) => sum + row, 0);
    return height > this.press.flow.bodyOf(plan.orientation) * 0.4 ? few : Math.max(few, height);
  }

  private sayGroups(plan: TablePlan): void {
    const count = this.head.columns.length;
    const text = `The table has ${count} columns. They are printed in ${plan.slices.length} groups, each with the first column; the rows of a page come group by group.`;
    this.press.block('P', this.parent, text, STYLES.note);
    this.press.flow.space(4);
  }

  private texts(row: Row): string[] {
    return this.head.columns.map((column, index) => display(plainCell(row[index] ?? null), column.format));
  }

  private printAll(started: Started, rows: readonly Row[]): void {
    const { plan, frame, body } = started;
    const only = plan.slices.length === 1 ? plan.slices[0] : undefined;
    for (const row of rows) {
      const set = setRow(this.press, plan, this.texts(row), STYLES.cell);
      if (this.scales) set.grounds = this.scales.grounds(row);
      if (only) {
        const elements = openRow(this.press, body, 'TD', set.cells.length);
        frame.place(only, 0, set, elements);
        closeRow(this.press, elements);
      } else this.hold(started, set);
      this.printed++;
    }
  }

  private hold(started: Started, row: SetRow): void {
    if (this.bandHeight + rowHeight(row) > this.bandRoom(started)) this.printBand(started);
    this.band.push(row);
    this.bandHeight += rowHeight(row);
  }

  /** Height for the rows of a band: what is left of the first page, if worth it, then whole pages. */
  private bandRoom({ frame }: Started): number {
    const { flow } = this.press;
    return (this.startsHere(frame) ? flow.room : flow.bodyOf('landscape')) - frame.height;
  }

  private startsHere(frame: TableFrame): boolean {
    const { flow } = this.press;
    return frame.fresh && flow.room > flow.body * 0.4;
  }

  /** Prints a page of rows once for each group of columns; in the structure they stay whole rows. */
  private printBand({ plan, frame, body }: Started): void {
    const { press, band } = this;
    if (band.length === 0) return;
    this.band = [];
    this.bandHeight = 0;
    const rows = band.map((row) => ({ row, elements: openRow(press, body, 'TD', row.cells.length) }));
    for (const [index, slice] of plan.slices.entries()) {
      if (index > 0 || !this.startsHere(frame)) press.flow.startPage();
      frame.drawHeader(slice, index);
      for (const { row, elements } of rows) frame.place(slice, index, row, elements);
      frame.drawRules(slice);
    }
    for (const { elements } of rows) closeRow(press, elements);
  }

  private printEmpty({ plan, frame, body }: Started): void {
    const { press, head } = this;
    if (plan.slices.length > 1) {
      for (const [index, slice] of plan.slices.entries()) {
        press.flow.need(frame.height + 20);
        frame.drawHeader(slice, index);
      }
    }
    const width = Math.max(160, plan.slices[0]?.width ?? 0);
    const wide: TablePlan = { ...plan, widths: [width], alignRight: [false] };
    const row = setRow(press, wide, [cutText(head.emptyText ?? 'No rows', 1_000)], STYLES.note);
    const elements = openRow(press, body, 'TD', 1, head.columns.length);
    press.flow.need(rowHeight(row));
    drawRow(press, wide, { columns: [0], edges: [0], width, repeatsFirst: false }, row, elements);
    press.flow.y += rowHeight(row);
    frame.rule();
    closeRow(press, elements);
  }
}
