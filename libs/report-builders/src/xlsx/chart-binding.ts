import type { CellValue, Chart, Column } from '@pressroom/document';
import { absoluteArea } from './cells';
import type { PlacedTable } from './placed';

/** Formulas of the cells that a chart is drawn from. */
export interface ChartCells {
  categories: string;
  /** One a series. */
  names: readonly string[];
  values: readonly string[];
}

/** A finished table of a sheet, with its rows as long as they are few enough to compare. */
export interface BindableTable {
  placed: PlacedTable;
  columns: readonly Column[];
  rows: readonly (readonly CellValue[])[];
}

/**
 * The cells of a table that hold exactly the chart's data: a column for each series, of its key, and one for the
 * categories. A person who edits the table then sees the chart change.
 * @returns null when no table holds them
 */
export function bindToTable(
  chart: Chart,
  sheet: string,
  tables: readonly BindableTable[],
): ChartCells | null {
  for (const table of tables) {
    const cells = cellsIn(table, chart, sheet);
    if (cells !== null) return cells;
  }
  return null;
}

function cellsIn({ placed, columns, rows }: BindableTable, chart: Chart, sheet: string): ChartCells | null {
  if (rows.length === 0 || rows.length !== chart.categories.length) return null;
  const holds = (at: number, values: readonly CellValue[]): boolean =>
    rows.every((row, index) => (row[at] ?? null) === (values[index] ?? null));
  const category = columns.findIndex((_column, at) => holds(at, chart.categories));
  if (category < 0) return null;
  const series = chart.series.map(({ key, values }) =>
    columns.findIndex((column, at) => column.key === key && holds(at, values)),
  );
  if (series.includes(-1)) return null;
  const { firstColumn, firstRow, lastRow } = placed.area;
  const area = (at: number, from: number, to: number): string =>
    absoluteArea(sheet, {
      firstColumn: firstColumn + at,
      lastColumn: firstColumn + at,
      firstRow: from,
      lastRow: to,
    });
  return {
    categories: area(category, firstRow + 1, lastRow),
    names: series.map((at) => area(at, firstRow, firstRow)),
    values: series.map((at) => area(at, firstRow + 1, lastRow)),
  };
}
