import { cutText, headerOf } from '@pressroom/document';
import { HAIRLINE, STRONG_RULE, STYLES } from './style';
import { closeRow, drawRow, openRow, rowHeight, setHeader } from './table-rows';
import type { TableHead } from '../builder';
import type { Press } from './press';
import type { Element } from './structure';
import type { RowElements, SetRow } from './table-rows';
import type { Slice, TablePlan } from './table-plan';

/** Characters of a column's header: it must leave room for rows on a page. */
const LONGEST_HEADER = 300;

/** Header and rules of a table: what is drawn again on each of its pages, and its rows placed between. */
export class TableFrame {
  private readonly header: SetRow;
  private elements: RowElements | null;
  private drawn = 0; // slices whose header is in the structure
  private rules: number[] = [];

  constructor(
    private readonly press: Press,
    private readonly head: TableHead,
    private readonly plan: TablePlan,
    table: Element,
  ) {
    this.header = headerRow(press, head, plan);
    this.elements = openRow(press, press.structure.open('THead', table), 'TH', head.columns.length);
  }

  /** True until a header has been drawn. */
  get fresh(): boolean {
    return this.drawn === 0;
  }

  /** Height that the header takes on each page. */
  get height(): number {
    return rowHeight(this.header) + (this.plan.slices.length > 1 ? STYLES.note.leading + 3 : 0);
  }

  /** Draws a row on one page, on the next if need be; only a row taller than a page is torn. */
  place(slice: Slice, index: number, row: SetRow, elements: RowElements): void {
    const { flow } = this.press;
    const height = rowHeight(row);
    if (height > flow.room && height <= flow.body - this.height - 1) this.turnPage(slice, index);
    const fitting = (): number => Math.floor((flow.room - rowHeight(row, 0)) / row.style.leading + 0.001);
    for (let from = 0; from < row.lines;) {
      let fits = fitting();
      if (fits < Math.min(2, row.lines - from)) {
        this.turnPage(slice, index);
        fits = Math.max(1, fitting());
      }
      const to = Math.min(row.lines, from + fits);
      drawRow(this.press, this.plan, slice, row, elements, from, to);
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
  drawHeader(slice: Slice, index: number): void {
    const { press, plan } = this;
    if (plan.slices.length > 1) this.drawGroupLine(slice, index);
    const fresh = index === this.drawn;
    drawRow(press, plan, slice, this.header, fresh ? this.elements : null);
    press.flow.y += rowHeight(this.header);
    press.canvas.artifact(() =>
      press.canvas.rule(press.flow.left, press.flow.y, slice.width, STRONG_RULE, 0.8),
    );
    if (!fresh) return;
    this.drawn++;
    const done = this.elements;
    if (this.drawn < plan.slices.length || done === null) return;
    closeRow(press, done);
    if (done.row.parent) press.structure.close(done.row.parent);
    this.elements = null;
  }

  private drawGroupLine(slice: Slice, index: number): void {
    const { press, head, plan } = this;
    const own = slice.repeatsFirst ? slice.columns.slice(1) : slice.columns;
    const range = `${(own[0] ?? 0) + 1}–${(own.at(-1) ?? 0) + 1} of ${head.columns.length}`;
    const text = `Columns ${range} (group ${index + 1} of ${plan.slices.length}). ${head.title}`;
    const line = press.wrap(text.replace(/\s+/g, ' '), STYLES.note, press.flow.width)[0];
    press.canvas.artifact(() => {
      if (line) press.canvas.text(line, press.flow.left, press.flow.y + 8, STYLES.note);
    }, 'Pagination');
    press.flow.y += STYLES.note.leading + 2;
  }

  /** A hairline will be drawn here. */
  rule(): void {
    this.rules.push(this.press.flow.y);
  }

  /** Draws the hairlines of the page, all as one piece of decoration. */
  drawRules(slice: Slice): void {
    const { press, rules } = this;
    this.rules = [];
    if (rules.length === 0) return;
    press.canvas.artifact(() => {
      for (const y of rules) press.canvas.rule(press.flow.left, y, slice.width, HAIRLINE, 0.5);
    });
  }
}

/** The header row, set to its widths. */
export function headerRow(press: Press, head: TableHead, plan: TablePlan): SetRow {
  return setHeader(
    press,
    plan,
    head.columns.map((column) => cutText(headerOf(column), LONGEST_HEADER)),
  );
}
