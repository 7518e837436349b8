import type { CellValue, Format } from '@pressroom/document';
import { ByteWriter } from '../bytes';
import type { ZipPart, ZipWriter } from '../zip';
import { type Area, areaName } from './cells';
import type { Pattern } from './pattern';
import { encodeCell } from './cell-encoder';
import type { RowEncoder } from './row-encoder';
import type { NamedCell, PlacedChart, PlacedTable, Scale } from './placed';
import { sheetHead, sheetTail } from './sheet-frame';
import type { StyleName } from './styles';
import { Widths } from './widths';

const CHUNK = 128 * 1024;
const MOST_WAITING = 10_000;
/** Points; Excel's own limit. */
export const TALLEST_ROW = 409;
const TEXT: Format = { kind: 'text' };
const LEADING: ReadonlySet<StyleName> = new Set<StyleName>([
  'heading2',
  'heading3',
  'caption',
  'header',
  'headerRight',
]);

export interface SheetCell {
  column: number;
  value: CellValue;
  style: StyleName;
  format?: Format;
}

/**
 * One worksheet under construction. What is drawn first waits in memory, because the widths and the frozen row stand
 * before the cells in the file; `settle` writes the head and from then on everything goes straight into the zip.
 */
export class Sheet {
  /** Next free row, from 1. */
  row = 1;
  readonly widths = new Widths();
  readonly tables: PlacedTable[] = [];
  readonly charts: PlacedChart[] = [];
  readonly scales: Scale[] = [];
  readonly named: NamedCell[] = [];
  readonly breaks: number[] = [];
  private readonly merges: string[] = [];
  /** Points of the rows that are not as high as others. */
  readonly heights = new Map<number, number>();
  /** Rows that lead to what stands below them. */
  readonly leading = new Set<number>();
  /** Rows 1 to this stay in view. */
  frozenRow: number | null = null;
  settled = false;
  private readonly out = new ByteWriter(CHUNK + 32 * 1024);
  private readonly waiting: (() => void)[] = [];
  private readonly preparing: (() => void)[] = [];
  private part: ZipPart | null = null;

  constructor(
    readonly number: number,
    readonly name: string,
    private readonly zip: ZipWriter,
    private readonly pattern: Pattern,
  ) {}

  get path(): string {
    return `xl/worksheets/sheet${this.number}.xml`;
  }

  /** Whether so much waits that it had better be drawn, even if the next block could still ask for wider columns. */
  get crowded(): boolean {
    return this.waiting.length > MOST_WAITING;
  }

  /** Draws now, or once the widths are known. */
  draw(encode: () => void): void {
    if (this.settled) encode();
    else this.waiting.push(encode);
  }

  /** Runs once the widths are known, before anything is drawn; at once when they are. */
  beforeDrawing(prepare: () => void): void {
    if (this.settled) prepare();
    else this.preparing.push(prepare);
  }

  /** One row of single cells. @param height points, or a function of the widths once they are known */
  cells(row: number, cells: readonly SheetCell[], height?: number | (() => number)): void {
    if (cells.some(({ style }) => LEADING.has(style))) this.leading.add(row);
    this.draw(() => {
      const asked = typeof height === 'function' ? height() : height;
      const points = asked === undefined ? undefined : Math.min(TALLEST_ROW, asked);
      if (points !== undefined) this.heights.set(row, points);
      this.out.ascii(
        points === undefined ? `<row r="${row}">` : `<row r="${row}" ht="${points}" customHeight="1">`,
      );
      for (const { column, value, style, format } of cells) {
        const id = this.pattern.id(style);
        const look = { style: id, quoted: this.pattern.quoted(id), format: format ?? TEXT };
        encodeCell(this.out, { column, row }, value, look);
      }
      this.out.ascii('</row>');
    });
  }

  tableRow(encoder: RowEncoder, row: number, values: readonly CellValue[]): void {
    if (this.settled) this.encodeRow(encoder, row, values);
    else this.waiting.push(() => this.encodeRow(encoder, row, values));
  }

  private encodeRow(encoder: RowEncoder, row: number, values: readonly CellValue[]): void {
    const points = encoder.encode(this.out, row, values);
    if (points !== null) this.heights.set(row, points);
  }

  /** Joins cells; a single cell stays as it is. */
  merge(area: Area): void {
    if (area.firstColumn !== area.lastColumn || area.firstRow !== area.lastRow)
      this.merges.push(areaName(area));
  }

  /** Fixes widths and frozen row, and writes everything that waited for them. */
  async settle(): Promise<void> {
    if (this.settled) return;
    this.settled = true;
    this.out.ascii(sheetHead(this));
    for (const prepare of this.preparing.splice(0)) prepare();
    for (const encode of this.waiting.splice(0)) {
      encode();
      await this.flush();
    }
  }

  /** Hands full chunks to the zip; call it after each row of a long table. */
  flush(): Promise<void> | undefined {
    return this.out.length >= CHUNK && this.settled ? this.pour() : undefined;
  }

  private async pour(): Promise<void> {
    const chunk = this.out.take();
    this.part ??= await this.zip.stream(this.path);
    await this.part.put(chunk);
  }

  /** Ends the part. @param title printed at the bottom of each page */
  async end(title: string): Promise<void> {
    await this.settle();
    this.out.text(sheetTail(this, this.merges, title));
    if (this.part === null) {
      await this.zip.add(this.path, this.out.take());
    } else {
      await this.part.put(this.out.take());
      await this.part.close();
    }
  }
}
