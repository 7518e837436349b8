import { cleanText, cutText, display } from '@pressroom/document';
import { CONTENTS_HEAD, contentsPages, drawContents, entriesToPrint } from './contents';
import { STYLES } from './style';
import { Press } from './press';
import { TablePrinter } from './table-printer';
import { chartHeight, drawChartBlock } from './draw-chart-block';
import { drawFacts } from './draw-facts';
import { drawTitleBlock, factsOf } from './title-block';
import type { CellValue, Chart, Facts, Heading, Paragraph } from '@pressroom/document';
import type { DocumentHead, TableHead } from '../builder';
import type { Entry } from './contents';
import type { PdfBookmark } from './pdf-file';
import type { Element, Role } from './structure';
import type { TextStyle } from './style';

interface WaitingHeading {
  role: Role;
  text: string;
  style: TextStyle;
  level: 1 | 2 | 3;
  before: number;
  after: number;
}

const counted = (count: number): string => display(count, { kind: 'integer' });

const TONES = { normal: STYLES.body, note: STYLES.note, lead: STYLES.lead } as const;

/** Arranges the blocks of one document on pages. Headings wait for what they head, so that none ends a page. */
export class Body {
  private readonly press: Press;
  private current: Element | null = null;
  private waiting: WaitingHeading[] = [];
  private entries: Entry[] = [];
  private chapter: PdfBookmark | null = null;
  private table: TablePrinter | null = null;
  private contents = false;
  private secondLevel = false;
  private titled = false;
  private readonly title = (): void => drawTitleBlock(this.press, this.head);
  private totals = { rows: 0, omittedRows: 0 };

  constructor(private readonly head: DocumentHead) {
    const title = cleanText(head.title);
    const subject = factsOf(head)
      .map(({ label, value }) => `${label}: ${value}`)
      .join('; ');
    this.press = new Press({ title, subject, language: head.language, asOf: head.asOf });
    const asOf = factsOf({ ...head, facts: [] }).map(({ label, value }) => `${label} ${value}`);
    this.press.flow.running = { title, section: '', note: asOf.join('') };
  }

  /** @param contents whether a front page with title and contents will be put before what is drawn now */
  begin(contents: boolean): void {
    this.contents = contents;
    if (!contents) this.press.flow.title = this.title;
  }

  takeBytes(): Uint8Array[] {
    return this.press.file.takeBytes();
  }

  /** Starts a chapter, on a new page unless a good part of this one is free. @param title empty for none */
  section(title: string): void {
    const { flow, structure } = this.press;
    this.closeSection();
    const first = flow.count === 0;
    if (!first && flow.room < flow.body * 0.45) flow.break();
    flow.running.section = title;
    this.current = structure.open('Sect', this.press.root, title === '' ? {} : { title });
    this.secondLevel = false;
    this.titled = title !== '';
    this.chapter = null;
    if (!this.titled) return;
    this.waiting.push({
      role: 'H2',
      text: title,
      style: STYLES.section,
      level: 1,
      before: first ? 0 : 18,
      after: 6,
    });
  }

  heading(block: Heading): void {
    const sub = block.level === 3 && this.secondLevel;
    if (!sub) this.secondLevel = true;
    const style = block.level === 2 ? STYLES.heading2 : STYLES.heading3;
    // A level must not be skipped for readers that jump from heading to heading.
    const depth = (this.titled ? 3 : 2) + (sub ? 1 : 0);
    const role = depth === 2 ? 'H2' : depth === 3 ? 'H3' : 'H4';
    const level = block.level === 3 ? 3 : this.titled ? 2 : 1;
    this.waiting.push({ role, text: cleanText(block.text), style, level, before: 12, after: 3 });
  }

  paragraph(block: Paragraph): void {
    const style = TONES[block.tone ?? 'normal'];
    const lines = this.press.wrap(cleanText(block.text), style, this.press.flow.width);
    this.placeHeadings(style.leading * Math.min(3, lines.length));
    const element = this.press.structure.open('P', this.parent);
    this.press.lines(element, lines, style);
    this.press.structure.close(element);
    this.press.flow.space(6);
  }

  facts(block: Facts): void {
    this.placeHeadings(60);
    drawFacts(this.press, this.parent, block);
    this.press.flow.space(6);
  }

  chart(block: Chart): void {
    const chart = { ...block, title: cutText(block.title, 300) };
    this.placeHeadings(chartHeight(this.press, chart));
    drawChartBlock(this.press, this.parent, chart);
    this.press.flow.space(14);
  }

  pageBreak(): void {
    if (this.waiting.length === 0) this.press.flow.break();
  }

  tableBegin(table: TableHead): void {
    const head = { ...table, title: cleanText(table.title) };
    this.press.flow.space(4);
    this.table = new TablePrinter(this.press, head, this.parent, (height) => {
      this.placeHeadings(height);
      this.note({ title: head.title, level: 2 });
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
      const whole = table.printed + table.omitted;
      const text = `These are the first ${counted(table.printed)} of ${counted(whole)} rows; the workbook holds the other ${counted(table.omitted)}.`;
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
    const { press } = this;
    const body = press.flow.count;
    const kids = press.root.kids.length;
    press.flow.turn('portrait');
    press.flow.break();
    press.flow.title = this.title;
    press.flow.startPage();
    const titleKids = press.root.kids.length - kids;
    const entries = entriesToPrint(this.entries);
    const pages = contentsPages(press, entries.length, press.flow.room - CONTENTS_HEAD);
    press.flow.running.section = 'Contents';
    drawContents(press, entries, pages);
    press.root.kids.splice(titleKids, 0, ...press.root.kids.splice(kids + titleKids));
    press.flow.break();
    press.flow.moveToFront(body);
  }

  /** Blocks outside a section, which a template should not make, stand in the document itself. */
  private get parent(): Element {
    return this.current ?? this.press.root;
  }

  private closeSection(): void {
    if (this.waiting.length > 0) this.placeHeadings(0);
    if (this.current !== null) this.press.structure.close(this.current);
    this.current = null;
  }

  /** Draws headings that wait, on one page with the `height` that follows. */
  private placeHeadings(height: number): void {
    const { press, waiting } = this;
    if (waiting.length === 0) {
      press.flow.need(Math.min(height, press.flow.body));
      return;
    }
    this.waiting = [];
    const set = waiting.map((heading) => ({
      heading,
      lines: press.wrap(heading.text, heading.style, press.flow.width),
    }));
    const own = set.reduce(
      (sum, { heading, lines }) =>
        sum + heading.before + heading.after + lines.length * heading.style.leading,
      0,
    );
    press.flow.need(Math.min(own + height, press.flow.body));
    for (const { heading, lines } of set) {
      press.flow.space(heading.before);
      this.note({ title: heading.text, level: heading.level });
      const element = press.structure.open(heading.role, this.parent);
      press.lines(element, lines, heading.style);
      press.structure.close(element);
      press.flow.y += heading.after;
    }
  }

  /** Remembers a place for the contents and sets its bookmark. */
  private note({ title, level }: { title: string; level: 1 | 2 | 3 }): void {
    const { flow, file } = this.press;
    const { page } = flow;
    if (level === 3 || page === undefined) return;
    const y = Math.max(0, flow.y - 6);
    this.entries.push({ title, level, page, index: flow.count - 1, y });
    const bookmark = file.bookmark(title, y, level === 1 ? null : this.chapter, level === 1);
    if (level === 1) this.chapter = bookmark;
  }
}
