import type { PlacedChart, PlacedTable } from './placed';
import type { Widths } from './widths';

/** A4 less the margins that sheets have, in points. */
const PAGES = {
  landscape: { width: 770, height: 494 },
  portrait: { width: 523, height: 741 },
} as const;
export type Orientation = keyof typeof PAGES;
/** Programs measure fonts a little differently: this much of a page is counted on. */
const SURE = 0.94;
const POINTS_A_PIXEL = 0.75;
const ROW_POINTS = 15;
/** A table's header is not left behind by its first rows. */
const FIRST_ROWS = 3;
/** Headings and captions above a block that stay with it. */
const MOST_LEADING = 3;

/** What decides where the printed pages of a sheet end. */
export interface PrintedSheet {
  readonly widths: Widths;
  readonly charts: readonly PlacedChart[];
  readonly tables: readonly PlacedTable[];
  /** Rows after which a page ends in any case. */
  readonly breaks: readonly number[];
  /** Points of the rows that are not as high as others. */
  readonly heights: ReadonlyMap<number, number>;
  /** Rows of headings, captions and table headers. */
  readonly leading: ReadonlySet<number>;
}

/** Something that should not be torn between two pages. */
interface Block {
  /** First row, from 1. */
  row: number;
  points: number;
}

/**
 * Rows after which a page ends: those asked for, and those before a chart or the head of a table that the end of a page
 * would tear. A block that is higher than a page is left alone.
 */
export function pageBreaks(sheet: PrintedSheet, orientation: Orientation): number[] {
  const asked = new Set(sheet.breaks);
  const breaks = new Set(sheet.breaks);
  const room = roomOf(sheet, orientation);
  const repeated = repeatedPoints(sheet);
  const heightOf = (row: number): number => sheet.heights.get(row) ?? ROW_POINTS;
  let row = 1;
  let filled = 0;
  for (const block of blocksOf(sheet)) {
    for (; row < block.row; row += 1) {
      if (asked.has(row - 1) || filled + heightOf(row) > room) filled = repeated;
      filled += heightOf(row);
    }
    if (asked.has(row - 1)) filled = repeated;
    if (filled + block.points <= room || repeated + block.points > room) continue;
    const lead = leadOf(sheet, block.row);
    const led = sum(lead, heightOf);
    const begins = filled - led > repeated && repeated + led + block.points <= room ? row - lead.length : row;
    if (begins <= 1 || filled <= repeated) continue;
    breaks.add(begins - 1);
    filled = repeated + (begins === row ? 0 : led);
  }
  return [...breaks].sort((one, other) => one - other);
}

function blocksOf({ charts, tables, heights }: PrintedSheet): Block[] {
  const blocks = [
    ...charts.map(({ row, height }) => ({ row: row + 1, points: height * POINTS_A_PIXEL })),
    ...tables.map(({ area }) => {
      const rows = Math.min(FIRST_ROWS, area.lastRow - area.firstRow);
      return { row: area.firstRow, points: (heights.get(area.firstRow) ?? ROW_POINTS) + rows * ROW_POINTS };
    }),
  ];
  return blocks.sort((one, other) => one.row - other.row);
}

/** Points of rows that a page holds: a sheet is printed as wide as the page, never larger than it is. */
function roomOf({ widths, charts }: PrintedSheet, orientation: Orientation): number {
  const page = PAGES[orientation];
  const left = (column: number): number => {
    let pixels = 0;
    for (let at = 0; at < column; at += 1) pixels += widths.pixelsOf(at);
    return pixels;
  };
  const edges = charts.map(({ column, right, width }) => left(column) + right + width);
  const wide = Math.max(1, left(widths.columns), ...edges) * POINTS_A_PIXEL;
  const percent = Math.floor(Math.min(1, page.width / wide) * 100);
  return (page.height * SURE * 100) / Math.max(10, percent);
}

/** A sheet's only table has its header on every page. */
function repeatedPoints({ tables: [table, ...others], heights }: PrintedSheet): number {
  return table === undefined || others.length > 0 ? 0 : (heights.get(table.area.firstRow) ?? ROW_POINTS);
}

/** The rows right above a block that belong to it. */
function leadOf({ leading }: PrintedSheet, row: number): number[] {
  const lead: number[] = [];
  while (lead.length < MOST_LEADING && leading.has(row - 1 - lead.length)) lead.push(row - 1 - lead.length);
  return lead;
}

function sum(rows: readonly number[], heightOf: (row: number) => number): number {
  return rows.reduce((points, row) => points + heightOf(row), 0);
}
