import { cleanText, cutText, display } from '@pressroom/document';
import { CONTENTS_HEAD, contentsPages, drawContents, entriesToPrint } from './contents';
import { Headings } from './headings';
import { Landmarks } from './landmarks';
import { STYLES } from './style';
import { Press } from './press';
import { TablePrinter } from './table-printer';
import { chartHeight, drawChartBlock } from './draw-chart-block';
import { drawFacts } from './draw-facts';
import { drawTitleBlock, factsOf } from './title-block';
import type { CellValue, Chart, Facts, Heading, Paragraph } from '@pressroom/document';
import type { DocumentHead, TableHead } from '../builder';
import type { Element } from './structure';

const counted = (count: number): string => display(count, { kind: 'integer' });

const TONES = { normal: STYLES.body, note: STYLES.note, lead: STYLES.lead } as const;

/** Longest title of a chart: it must fit a page with the chart. */
const LONGEST_TITLE = 300;

/** Arranges the blocks of one document on pages. */
export class Body {
  private readonly press: Press;
  private readonly landmarks: Landmarks;
  private readonly headings: Headings;
  private current: Element | null = null;
  private table: TablePrinter | null = null;
  private contents = false;
  private readonly title = (): void => drawTitleBlock(this.press, this.head);
  private totals = { rows: 0, omittedRows: 0 };

  constructor(private readonly head: DocumentHead) {
    const title = cleanText(head.title);
    const facts = factsOf(head).map(({ label, value }) => `${label}: ${value}`);
    this.press = new Press({ title, subject: facts.join('; '), language: head.language, asOf: head.asOf });
    this.landmarks = new Landmarks(this.press);
    this.headings = new Headings(this.press, this.landmarks);
    const asOf = factsOf({ ...head, facts: [] }).map(({ label, value }) => `${label} ${value}`);
    this.press.flow.running = { title, section: '', note: asOf.join('') };
  }

  /** @param contents whether a front page with title and contents will be put before what is drawn now */
  begin(contents: boolean): void {
    this.contents = contents;
    if (!contents) this.press.flow.title = this.title;
  }

  /** @param all also when they are few */
  takeBytes(all: boolean): Uint8Array[] {
    return this.press.file.takeBytes(all);
  }

  /** Starts a chapter, on a new page unless a good part of this one is free. @param title empty for none */
  section(title: string): void {
    const { flow, structure, root } = this.press;
    this.closeSection();
    if (flow.count > 0 && flow.room < flow.body * 0.45) flow.break();
    flow.running.section = title;
    this.current = structure.open('Sect', root, title === '' ? {} : { title });
    this.headings.section(title);
  }

  heading(block: Heading): void {
    this.headings.heading(block);
  }

  paragraph(block: Paragraph): void {
    const style = TONES[block.tone ?? 'normal'];
    const lines = this.press.wrap(cleanText(block.text), style, this.press.flow.width);
    this.headings.place(style.leading * Math.min(3, lines.length), this.parent);
    const element = this.press.structure.open('P', this.parent);
    this.press.lines(element, lines, style);
    this.press.structure.close(element);
    this.press.flow.space(6);
  }

  facts(block: Facts): void {
    this.headings.place(60, this.parent);
    drawFacts(this.press, this.parent, block);
    this.press.flow.space(6);
  }

  chart(block: Chart): void {
    const chart = { ...block, title: cutText(block.title, LONGEST_TITLE) };
    this.headings.place(chartHeight(this.press, chart), this.parent);
    drawChartBlock(this.press, this.parent, chart);
    this.press.flow.space(14);
  }

  pageBreak(): void {
    if (!this.headings.any) this.press.flow.break();
  }

  tableBegin(table: TableHead): void {
    const head = { ...table, title: cleanText(table.title) };
    this.press.flow.space(4);
    // A heading that says the same is caption enough.
    const captioned = this.headings.last !== head.title;
    this.table = new TablePrinter(this.press, head, this.parent, captioned, (height) => {
      this.headings.place(height, this.parent);
      if (captioned) this.landmarks.note(head.title, 2);
    });
  }

  tableRows(rows: readonly (readonly CellValue[])[]): void {
    this.table?.rows(rows);
  }

  tableEnd(): void {
    const { table } = this;
    if (table === null) return;
    table.end();
    this.table = null;
    this.totals.rows += table.printed;
    this.totals.omittedRows += table.omitted;
    this.press.flow.space(5);
    if (table.omitted > 0) {
      const whole = counted(table.printed + table.omitted);
      const text = `These are the first ${counted(table.printed)} of ${whole} rows; the workbook holds the other ${counted(table.omitted)}.`;
      this.press.block('P', this.parent, text, STYLES.note);
    }
    this.press.flow.space(10);
  }

  /** Draws what is left, the contents and the numbers of the pages. */
  end(): { rows: number; omittedRows: number } {
    const { press } = this;
    this.closeSection();
    if (this.contents) this.drawContents();
    else if (press.flow.count === 0) press.flow.startPage();
    press.flow.finish();
    press.structure.finish(press.root);
    press.fonts.finish();
    press.file.finish();
    return this.totals;
  }

  private drawContents(): void {
    const { flow, root } = this.press;
    const body = flow.count;
    const kids = root.kids.length;
    flow.turn('portrait');
    flow.break();
    flow.title = this.title;
    flow.startPage();
    const titleKids = root.kids.length - kids;
    const entries = entriesToPrint(this.landmarks.entries);
    const pages = contentsPages(this.press, entries.length, flow.room - CONTENTS_HEAD);
    flow.running.section = 'Contents';
    drawContents(this.press, entries, pages);
    root.kids.splice(titleKids, 0, ...root.kids.splice(kids + titleKids));
    flow.break();
    flow.moveToFront(body);
  }

  /** Blocks outside a section, which a template should not make, stand in the document itself. */
  private get parent(): Element {
    return this.current ?? this.press.root;
  }

  private closeSection(): void {
    if (this.headings.any) this.headings.place(0, this.parent);
    if (this.current !== null) this.press.structure.close(this.current);
    this.current = null;
  }
}
