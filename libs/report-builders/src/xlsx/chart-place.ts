import type { NativeChart, PlacedChart } from './placed';
import type { Sheet } from './sheet';

const ROW_PIXELS = 20;
const GAP = 16;

/** A table this narrow leaves room on the screen for charts at its right. */
const NARROW = 6;

export function hasRoomBeside(columns: number): boolean {
  return columns <= NARROW;
}

function sizeOf(chart: NativeChart, alone: boolean): { width: number; height: number } {
  switch (chart.chart) {
    case 'pie':
    case 'doughnut':
      return { width: 440, height: 300 };
    case 'bar': {
      const bars = chart.categories.length * Math.max(1, chart.series.length);
      return { width: 520, height: Math.min(900, Math.max(220, 90 + bars * 24)) };
    }
    case 'line':
    case 'area':
    case 'column':
    case 'stacked':
    case 'scatter':
      return { width: alone ? 760 : 520, height: 320 };
  }
}

/** Rows that so many pixels cover, and one of air. */
const rowsOf = (pixels: number): number => Math.ceil(pixels / ROW_PIXELS) + 1;

/** Places charts in the flow of the sheet, two beside each other, and moves the next row below them. */
export function placeInFlow(sheet: Sheet, charts: readonly NativeChart[], part: () => number): void {
  for (let at = 0; at < charts.length; at += 2) {
    const pair = charts.slice(at, at + 2);
    let right = 0;
    let tallest = 0;
    for (const chart of pair) {
      const size = sizeOf(chart, pair.length === 1);
      sheet.charts.push({ chart, column: 0, row: sheet.row - 1, right, ...size, part: part() });
      right += size.width + GAP;
      tallest = Math.max(tallest, size.height);
    }
    sheet.row += rowsOf(tallest);
  }
}

/**
 * Places charts at the right of a table, one under the other.
 * @returns the row below the last of them
 */
export function placeBeside(
  sheet: Sheet,
  charts: readonly NativeChart[],
  at: { column: number; row: number },
  part: () => number,
): number {
  let { row } = at;
  for (const chart of charts) {
    const size = sizeOf(chart, false);
    const placed: PlacedChart = { chart, column: at.column, row, right: 24, ...size, part: part() };
    sheet.charts.push(placed);
    row += rowsOf(size.height);
  }
  return row;
}
