import type { Writable } from 'node:stream';
import type { DocumentHead } from '../builder';
import { ZipWriter } from '../zip';
import { absoluteCell } from './cells';
import { bindToTable, type BindableTable } from './chart-binding';
import { CHART_DATA, ChartData } from './chart-data';
import { chartXml } from './chart-xml';
import { drawingXml } from './drawing';
import type { PlacedChart } from './placed';
import { SheetNames, TableNames } from './names';
import {
  APP_XML,
  type CellName,
  contentTypesXml,
  coreXml,
  type Relation,
  relationsXml,
  ROOT_RELATIONS,
  type SheetEntry,
  workbookXml,
} from './package-parts';
import type { Pattern } from './pattern';
import { Sheet } from './sheet';
import { tableXml } from './table-xml';

/**
 * Deflate level of sheets. Of 517 MB of sheet XML, a million rows of ten columns, levels 1, 2, 3 and 6 make 81, 74, 71
 * and 65 MB in 1.6, 1.8, 3.3 and 7.3 seconds.
 */
const SHEET_LEVEL = 2;

const MOST_NAMES = 200;

/** The package: sheets go into the zip as they are drawn, everything that refers to them follows. */
export class Workbook {
  readonly tableNames = new TableNames();
  private readonly zip: ZipWriter;
  private readonly sheetNames = new SheetNames();
  private readonly sheets: SheetEntry[] = [];
  private readonly parts: string[] = [];
  private readonly chartData = new ChartData();
  private readonly dataSheetName: string;
  private readonly cellNames: CellName[] = [];
  private tables = 0;
  private charts = 0;

  constructor(
    sink: Writable,
    private readonly head: DocumentHead,
    private readonly pattern: Pattern,
  ) {
    this.zip = new ZipWriter(sink, SHEET_LEVEL);
    this.dataSheetName = this.sheetNames.take(CHART_DATA);
  }

  /** Writes what never changes; first in the file, so that its kind can be told by its first bytes. */
  async begin(): Promise<void> {
    await this.zip.add('_rels/.rels', ROOT_RELATIONS);
    await this.add('docProps/app.xml', APP_XML);
  }

  addSheet(title: string): Sheet {
    return this.sheetNamed(this.sheetNames.take(title), false);
  }

  private sheetNamed(name: string, hidden: boolean): Sheet {
    const number = this.sheets.length + 1;
    this.sheets.push({ number, name, hidden, titleRow: null });
    return new Sheet(number, name, this.zip, this.pattern);
  }

  nextTableId(): number {
    this.tables += 1;
    return this.tables;
  }

  nextChartPart(): number {
    this.charts += 1;
    return this.charts;
  }

  /** Ends a sheet and writes what hangs on it. @param bindable its tables, for the charts to be bound to */
  async endSheet(sheet: Sheet, bindable: readonly BindableTable[]): Promise<void> {
    await sheet.end(this.head.title);
    this.parts.push(sheet.path);
    const entry = this.sheets[sheet.number - 1];
    const [table] = sheet.tables;
    if (entry !== undefined && table !== undefined && sheet.tables.length === 1)
      entry.titleRow = table.area.firstRow;
    this.nameCells(sheet);
    const relations: Relation[] = [];
    for (const placed of sheet.tables) {
      await this.add(`xl/tables/table${placed.id}.xml`, tableXml(placed));
      relations.push({
        id: `rIdTable${placed.id}`,
        type: 'table',
        target: `../tables/table${placed.id}.xml`,
      });
    }
    if (sheet.charts.length > 0) {
      await this.addDrawing(sheet, bindable);
      relations.push({ id: 'rIdDrawing', type: 'drawing', target: `../drawings/drawing${sheet.number}.xml` });
    }
    if (relations.length > 0) {
      await this.zip.add(`xl/worksheets/_rels/sheet${sheet.number}.xml.rels`, relationsXml(relations));
    }
  }

  /** Names the sheet's single figures; a book of hundreds of people has too many for a list of names to help. */
  private nameCells({ name, named }: Sheet): void {
    const room = Math.max(0, MOST_NAMES - this.cellNames.length);
    for (const { key, column, row } of named.slice(0, room)) {
      const cell = absoluteCell(name, column, row);
      this.cellNames.push({ name: this.tableNames.take(`figure_${key}`), cell });
    }
  }

  private async addDrawing(sheet: Sheet, bindable: readonly BindableTable[]): Promise<void> {
    for (const placed of sheet.charts) await this.addChart(placed, sheet.name, bindable);
    const path = `xl/drawings/drawing${sheet.number}.xml`;
    await this.add(path, drawingXml(sheet.charts, sheet.widths));
    const relations = sheet.charts.map(({ part }, at) => ({
      id: `rId${at + 1}`,
      type: 'chart',
      target: `../charts/chart${part}.xml`,
    }));
    await this.zip.add(`xl/drawings/_rels/drawing${sheet.number}.xml.rels`, relationsXml(relations));
  }

  private async addChart(
    { chart, part }: PlacedChart,
    sheet: string,
    bindable: readonly BindableTable[],
  ): Promise<void> {
    const cells = bindToTable(chart, sheet, bindable) ?? this.chartData.add(chart, this.dataSheetName);
    await this.add(`xl/charts/chart${part}.xml`, chartXml(chart, cells));
  }

  private async add(path: string, content: string): Promise<void> {
    this.parts.push(path);
    await this.zip.add(path, content);
  }

  async end(): Promise<void> {
    if (!this.chartData.empty) {
      const sheet = this.sheetNamed(this.dataSheetName, true);
      this.chartData.draw(sheet);
      await this.endSheet(sheet, []);
    }
    await this.add('xl/styles.xml', this.pattern.styles);
    await this.add('xl/theme/theme1.xml', this.pattern.theme);
    await this.add('docProps/core.xml', coreXml(this.head));
    await this.add('xl/workbook.xml', workbookXml(this.sheets, this.cellNames));
    const sheets = this.sheets.map(({ number }) => ({
      id: `rId${number}`,
      type: 'worksheet',
      target: `worksheets/sheet${number}.xml`,
    }));
    await this.zip.add(
      'xl/_rels/workbook.xml.rels',
      relationsXml([
        ...sheets,
        { id: 'rIdStyles', type: 'styles', target: 'styles.xml' },
        { id: 'rIdTheme', type: 'theme', target: 'theme/theme1.xml' },
      ]),
    );
    await this.zip.add('[Content_Types].xml', contentTypesXml(this.parts));
    await this.zip.end();
  }

  abort(): void {
    this.zip.abort();
  }
}
