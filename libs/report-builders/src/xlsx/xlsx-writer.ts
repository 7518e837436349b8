import type { CellValue, Chart, Facts, Heading, Paragraph, Section } from '@pressroom/document';
import type {
  BuiltFile,
  DocumentHead,
  DocumentWriter,
  TableHead,
  WriterFactory,
  WriterOptions,
} from '../builder';
import type { BindableTable } from './chart-binding';
import { drawGrid } from './chart-grid';
import { isNative } from './placed';
import { Layout } from './layout';
import { pattern, type Pattern } from './pattern';
import type { Sheet } from './sheet';
import { drawHeading, drawParagraph, drawTitle } from './sheet-text';
import { TableFlow } from './table-flow';
import { drawTiles } from './tiles';
import { Workbook } from './workbook';

const LAST_ROW = 1_048_576;
const MOST_BINDABLE_ROWS = 10_000;
/** Columns of a worksheet (ECMA-376 18.3.1.13). */
const LAST_COLUMN = 16_384;

/** One sheet a section; the rows of tables pass through without being kept. */
export class XlsxWriter implements DocumentWriter {
  private workbook: Workbook | null = null;
  private look: Pattern | null = null;
  private head: DocumentHead | null = null;
  private sheet: Sheet | null = null;
  private sectionTitle = '';
  private table: TableFlow | null = null;
  private tables: BindableTable[] = [];
  private rows = 0;
  private readonly layout = new Layout(() => this.opened().nextChartPart());

  /** @param lastRow rows of a sheet; Excel's own limit unless a test wants to see it reached */
  constructor(
    private readonly options: WriterOptions,
    private readonly lastRow = LAST_ROW,
  ) {}

  async begin(head: DocumentHead): Promise<void> {
    this.head = head;
    this.look = await pattern();
    this.workbook = new Workbook(this.options.sink, head, this.look);
    await this.workbook.begin();
  }

  async section({ title, key }: Pick<Section, 'key' | 'title'>): Promise<void> {
    const first = this.sheet === null;
    await this.endSheet();
    const sheet = this.opened().addSheet(title === '' ? key : title);
    this.sheet = sheet;
    this.sectionTitle = title;
    if (first && this.head !== null) drawTitle(sheet, this.head);
    if (title !== '' && !(first && title === this.head?.title)) {
      if (first) sheet.row += 1;
      drawHeading(sheet, { kind: 'heading', level: 2, text: title });
    }
    this.layout.headingDrawn();
  }

  heading(block: Heading): void {
    drawHeading(this.layout.next(this.current()), block);
    this.layout.headingDrawn();
  }

  paragraph(block: Paragraph): void {
    drawParagraph(this.layout.next(this.current()), block);
  }

  facts(block: Facts): void {
    drawTiles(this.layout.next(this.current()), block);
  }

  chart(block: Chart): void {
    if (isNative(block) && block.categories.length > 0 && block.series.length > 0) {
      this.layout.hold(block);
      return;
    }
    drawGrid(this.layout.next(this.current()), block);
  }

  pageBreak(): void {
    const sheet = this.layout.settle(this.current());
    if (sheet.row > 1) sheet.breaks.push(sheet.row - 1);
  }

  tableBegin(table: TableHead): void {
    if (table.columns.length === 0 || table.columns.length > LAST_COLUMN) {
      throw new Error(`a sheet can't hold a table of ${table.columns.length} columns`);
    }
    const sheet = this.layout.nextTable(this.current(), table.columns.length);
    if (table.title !== '' && table.title !== this.sectionTitle) {
      sheet.cells(sheet.row, [{ column: 0, value: table.title, style: 'caption' }], 22);
      sheet.row += 1;
    }
    this.table = this.startTable(sheet, table);
    this.layout.tableBegun(sheet, table.columns.length);
  }

  private startTable(sheet: Sheet, table: TableHead): TableFlow {
    const workbook = this.opened();
    const identity = { id: workbook.nextTableId(), name: workbook.tableNames.take(table.key) };
    if (this.look === null) throw new Error('a table before the document');
    return new TableFlow(sheet, table, identity, this.look);
  }

  async tableRows(rows: readonly (readonly CellValue[])[]): Promise<void> {
    this.rows += rows.length;
    for (const row of rows) {
      if (this.current().row > this.lastRow) await this.continueTable();
      const passing = this.table?.add(row);
      if (passing !== undefined) await passing;
    }
  }

  /** The sheet is full: the table goes on, with its header, on another one. */
  private async continueTable(): Promise<void> {
    const { table } = this;
    if (table === null) throw new Error('rows outside of a table');
    this.tables.push(table.end());
    await this.endSheet();
    this.sheet = this.opened().addSheet(this.sectionTitle === '' ? table.head.key : this.sectionTitle);
    this.table = this.startTable(this.sheet, table.head);
  }

  async tableEnd(): Promise<void> {
    const { table } = this;
    if (table === null) return;
    const sheet = this.current();
    this.tables.push(this.bindable(table.end()));
    if (table.rows === 0 && table.head.emptyText !== undefined) {
      sheet.cells(sheet.row, [{ column: 0, value: table.head.emptyText, style: 'subtitle' }]);
      sheet.row += 1;
    }
    this.layout.tableEnded(table.head.columns.length, table.firstRow);
    if (sheet.crowded) await sheet.settle();
    this.table = null;
  }

  /** Charts look for their data in the tables of their sheet, but not in so many rows that memory would grow with them. */
  private bindable(table: BindableTable): BindableTable {
    const kept = this.tables.reduce((sum, { rows }) => sum + rows.length, 0);
    return kept + table.rows.length > MOST_BINDABLE_ROWS ? { ...table, rows: [] } : table;
  }

  async end(): Promise<BuiltFile> {
    if (this.sheet === null) await this.section({ key: 'report', title: this.head?.title ?? '' });
    await this.endSheet();
    await this.opened().end();
    return {
      rows: this.rows,
      omittedRows: 0,
      extension: 'xlsx',
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    };
  }

  async abort(): Promise<void> {
    this.workbook?.abort();
  }

  private async endSheet(): Promise<void> {
    if (this.sheet === null) return;
    const sheet = this.layout.settle(this.current());
    await this.opened().endSheet(sheet, this.tables);
    this.tables = [];
    this.layout.sheetEnded();
  }

  private current(): Sheet {
    if (this.sheet === null) throw new Error('a block before the first section');
    return this.sheet;
  }

  private opened(): Workbook {
    if (this.workbook === null) throw new Error('a section before the document');
    return this.workbook;
  }
}

export const createXlsxWriter: WriterFactory = (options) => new XlsxWriter(options);
