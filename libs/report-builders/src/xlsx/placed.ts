import type { Chart } from '@pressroom/document';
import type { Area } from './cells';

/** An Excel table on a sheet. */
export interface PlacedTable {
  id: number;
  name: string;
  headers: readonly string[];
  /** Header and rows. */
  area: Area;
}

/** Kinds that Excel draws by itself; the others become cells. */
export type NativeKind = Exclude<Chart['chart'], 'heat' | 'timeline'>;
export type NativeChart = Chart & { chart: NativeKind };

export function isNative(chart: Chart): chart is NativeChart {
  return chart.chart !== 'heat' && chart.chart !== 'timeline';
}

export interface PlacedChart {
  chart: NativeChart;
  /** Zero-based cell of the upper left corner, and pixels to the right of its edge. */
  column: number;
  row: number;
  right: number;
  /** Pixels. */
  width: number;
  height: number;
  /** Number of the chart's part in the package. */
  part: number;
}

/** A cell that formulas may call by a name. */
export interface NamedCell {
  key: string;
  column: number;
  row: number;
}

/** Cells coloured by their values. */
export interface Scale {
  areas: string;
  style: 'heat' | 'bar';
}
