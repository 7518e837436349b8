import { cleanText, display, headerOf, plainCell } from '@pressroom/document';
import { RULE, STRONG_RULE, STYLES } from './style';
import { closeRow, drawRow, openRow, rowHeight, setHeader, setRow } from './table-rows';
import { planTable } from './table-plan';
import { Scales } from './scales';
import type { CellValue } from '@pressroom/document';
import type { TableHead } from '../builder';
import type { Press } from './press';
import type { Element } from './structure';
import type { RowElements, SetRow } from './table-rows';
import type { Slice, TablePlan } from './table-plan';

type Row = readonly CellValue[];

/** Rows judged for column widths. */
const SAMPLE = 200;
/** A scale needs all values before the first cell; longer tables than this are printed without. */
const SCALED_ROWS = 5000;

/** Rows that pdf prints of a table that asks for its first rows only. */
export const FIRST_ROWS = 5000;

/** Prints one table as its rows come. Holds the rows of one page at most, once the columns are planned. */
export class TablePrinter {
  private held: Row[] = [];
  private plan: TablePlan | null = null;
  private header: SetRow | null = null;
  private headerElements: RowElements | null = null;
  private headerDrawn = 0; // slices whose header is in the structure
  private table: Element | null = null;
  private body: Element | null = null;
  /** Rows for the next page of a table in slices. */
  private band: SetRow[] = [];
  private bandHeight = 0;
  private rules: number[] = [];
  private scales: Scales | null = null;
  printed = 0;
  omitted = 0;

  constructor(
    private readonly press: Press,
    private readonly head: TableHead,
    private readonly parent: Element,
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
    if (this.plan !== null) {
      this.printAll(taken);
      return;
    }
    for (const row of taken) this.held.push(row);
    if (this.held.length > (this.scaled ? SCALED_ROWS : SAMPLE)) this.start();
  }

  /** Prints what waits and closes the table. */
  end(): void {
    const plan = this.start();
    if (this.printed === 0) this.printEmpty(plan);
    this.printBand();
    this.drawRules();
    for (const element of [this.body, this.table]) if (element) this.press.structure.close(element);
    this.press.flow.turn('portrait');
  }

  private start(): TablePlan {
    if (this.plan !== null) return this.plan;
    const { press, head, held } = this;
    const offer = { portrait: press.flow.widthOf('portrait'), landscape: press.flow.widthOf('landscape') };
    const sample = held.slice(0, SAMPLE).map((row) => this.texts(row));
    const plan = (this.plan = planTable(head.columns, sample, offer, press.typesetter));
    if (this.scaled && held.length <= SCALED_ROWS) this.scales = new Scales(head, held);
    this.header = setHeader(
      press,
      plan,
      head.columns.map((column) => cleanText(headerOf(column))),
    );
    press.flow.turn(plan.orientation);
    const caption = press.wrap(head.title, STYLES.caption, press.flow.widthOf(plan.orientation));
    const captionHeight = caption.length * STYLES.caption.leading + 4;
    this.place(captionHeight + rowHeight(this.header) + 3 * STYLES.cell.leading);
    this.table = press.structure.open('Table', this.parent, { title: head.title });
    const element = press.structure.open('Caption', this.table);
    press.lines(element, caption, STYLES.caption);
    press.structure.close(element);
    press.flow.y += 4;
    if (plan.slices.length > 1) this.sayGroups(plan);
    this.headerElements = openRow(
      press,
      press.structure.open('THead', this.table),
      'TH',
      head.columns.length,
    );
    this.body = press.structure.open('TBody', this.table);
    const first = plan.slices[0];
    if (plan.slices.length === 1 && first) this.drawHeader(first, 0);
    this.held = [];
    this.printAll(held);
    return plan;
  }

  private sayGroups(plan: TablePlan): void {
    const count = this.head.columns.length;
    this.press.block(
      'P',
      this.parent,
      `The table has ${count} columns. They are printed in ${plan.slices.length} groups, each with the first column; the rows of a page come group by group.`,
      STYLES.note,
    );
    this.press.flow.space(4);
  }

  private texts(row: Row): string[] {
    return this.head.columns.map((column, index) => display(plainCell(row[index] ?? null), column.format));
  }

  private printAll(rows: readonly Row[]): void {
    const { plan } = this;
    if (plan === null) return;
    for (const row of rows) {
      const set = setRow(this.press, plan, this.texts(row), STYLES.cell);
      const scaled = this.scales?.grounds(row);
      if (scaled) set.grounds = scaled;
      if (plan.slices.length === 1) this.printRow(plan, set);
      else this.hold(set);
      this.printed++;
    }
  }

  private printRow(plan: TablePlan, row: SetRow): void {
    const slice = plan.slices[0];
    if (slice === undefined || this.body === null) return;
    const elements = openRow(this.press, this.body, 'TD', row.cells.length);
    this.drawWhole(plan, slice, 0, row, elements);
    closeRow(this.press, elements);
  }

  /** Draws a row on one page, on the next if need be; only a row taller than a page is torn. */
  private drawWhole(plan: TablePlan, slice: Slice, index: number, row: SetRow, elements: RowElements): void {
    const { flow } = this.press;
    const height = rowHeight(row);
    const whole = flow.body - rowHeight(this.header ?? row) - 1;
    if (height > flow.room && height <= whole) this.turnPage(slice, index);
    for (let from = 0; from < row.lines;) {
      let fits = Math.floor((flow.room - rowHeight(row, 0)) / row.style.leading + 0.001);
      if (fits < Math.min(2, row.lines - from)) {
        this.turnPage(slice, index);
        fits = Math.max(1, Math.floor((flow.room - rowHeight(row, 0)) / row.style.leading + 0.001));
      }
      const to = Math.min(row.lines, from + fits);
      drawRow(this.press, plan, slice, row, elements, from, to);
      flow.y += rowHeight(row, to - from);
      from = to;
      this.rules.push(flow.y);
    }
  }

  private turnPage(slice: Slice, index: number): void {
    this.drawRules(slice);
    this.press.flow.startPage();
    this.drawHeader(slice, index);
  }

  /** The header counts once for each slice; later ones are repetitions. */
  private drawHeader(slice: Slice, index: number): void {
    const { press, plan, header } = this;
    if (plan === null || header === null) return;
    if (plan.slices.length > 1) this.drawGroupLine(plan, slice, index);
    const fresh = index === this.headerDrawn;
    drawRow(press, plan, slice, header, fresh ? this.headerElements : null);
    press.flow.y += rowHeight(header);
    press.canvas.artifact(() =>
      press.canvas.rule(press.flow.left, press.flow.y, slice.width, STRONG_RULE, 0.8),
    );
    if (!fresh) return;
    this.headerDrawn++;
    const done = this.headerElements;
    if (this.headerDrawn < plan.slices.length || done === null) return;
    closeRow(press, done);
    if (done.row.parent) press.structure.close(done.row.parent);
    this.headerElements = null;
  }

  private drawGroupLine(plan: TablePlan, slice: Slice, index: number): void {
    const { press, head } = this;
    const own = slice.repeatsFirst ? slice.columns.slice(1) : slice.columns;
    const range = `${(own[0] ?? 0) + 1}–${(own.at(-1) ?? 0) + 1} of ${head.columns.length}`;
    const text = `${head.title}: columns ${range} (group ${index + 1} of ${plan.slices.length})`;
    const line = press.wrap(text.replace(/\s+/g, ' '), STYLES.note, press.flow.width)[0];
    press.canvas.artifact(() => {
      if (line) press.canvas.text(line, press.flow.left, press.flow.y + 8, STYLES.note);
    }, 'Pagination');
    press.flow.y += STYLES.note.leading + 2;
  }

  private drawRules(slice = this.plan?.slices[0]): void {
    const { press, rules } = this;
    this.rules = [];
    if (rules.length === 0 || slice === undefined) return;
    press.canvas.artifact(() => {
      for (const y of rules) press.canvas.rule(press.flow.left, y, slice.width, RULE, 0.4);
    });
  }

  private hold(row: SetRow): void {
    if (this.bandHeight + rowHeight(row) > this.bandRoom()) this.printBand();
    this.band.push(row);
    this.bandHeight += rowHeight(row);
  }

  /** Height for the rows of a band: what is left of the first page, if worth it, then whole pages. */
  private bandRoom(): number {
    const { flow } = this.press;
    const header = (this.header === null ? 0 : rowHeight(this.header)) + STYLES.note.leading + 3;
    return (this.startsHere() ? flow.room : flow.bodyOf('landscape')) - header;
  }

  private startsHere(): boolean {
    const { flow } = this.press;
    return this.headerDrawn === 0 && flow.room > flow.body * 0.4;
  }

  /** Prints a page of rows once for each group of columns; in the structure they stay whole rows. */
  private printBand(): void {
    const { press, plan, band, body } = this;
    if (band.length === 0 || plan === null || body === null) return;
    this.band = [];
    this.bandHeight = 0;
    const rows = band.map((row) => ({ row, elements: openRow(press, body, 'TD', row.cells.length) }));
    for (const [index, slice] of plan.slices.entries()) {
      if (index > 0 || !this.startsHere()) press.flow.startPage();
      this.drawHeader(slice, index);
      for (const { row, elements } of rows) this.drawWhole(plan, slice, index, row, elements);
      this.drawRules(slice);
    }
    for (const { elements } of rows) closeRow(press, elements);
  }

  private printEmpty(plan: TablePlan): void {
    const { press, head, body } = this;
    if (body === null) return;
    for (const [index, slice] of plan.slices.entries())
      if (plan.slices.length > 1) this.drawHeader(slice, index);
    const width = Math.max(160, plan.slices[0]?.width ?? 0);
    const wide: TablePlan = { ...plan, widths: [width], alignRight: [false] };
    const row = setRow(press, wide, [cleanText(head.emptyText ?? 'No rows')], STYLES.note);
    const elements = openRow(press, body, 'TD', 1, head.columns.length);
    press.flow.need(rowHeight(row));
    drawRow(press, wide, { columns: [0], edges: [0], width, repeatsFirst: false }, row, elements);
    press.flow.y += rowHeight(row);
    this.rules.push(press.flow.y);
    closeRow(press, elements);
  }
}
