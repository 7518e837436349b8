import type { Chart, ChartSeries } from '@pressroom/document';
import { drawable, valueAxis } from './axis';
import { drawFrame, ticksFor } from './frame';
import type { Cartesian, Size } from './frame';
import { DASH, seriesColour, seriesItems } from './legend';
import type { Pen } from './pen';

type Point = readonly [number, number];

const MARKERS_UP_TO = 24;

/** Runs of neighbouring values; a null ends a run. */
export function runsOf(series: ChartSeries, plot: Pick<Cartesian, 'x' | 'y'>, count: number): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = drawable(series.values[index]);
    if (value === null) {
      if (run.length > 0) runs.push(run);
      run = [];
    } else {
      run.push([plot.x(index), plot.y(value)]);
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** Keeps the first, lowest, highest and last point of every point of width: looks the same and stays small. */
export function thin(run: readonly Point[]): readonly Point[] {
  if (run.length < 1500) return run;
  const kept: Point[] = [];
  for (let start = 0; start < run.length;) {
    const column = Math.floor((run[start]?.[0] ?? 0) * 2);
    let end = start;
    let [low, high] = [start, start];
    for (; end < run.length && Math.floor((run[end]?.[0] ?? 0) * 2) === column; end += 1) {
      const y = run[end]?.[1] ?? 0;
      if (y < (run[low]?.[1] ?? 0)) low = end;
      if (y > (run[high]?.[1] ?? 0)) high = end;
    }
    const chosen = [...new Set([start, low, high, end - 1])].sort((a, b) => a - b);
    for (const index of chosen) kept.push(run[index] ?? [0, 0]);
    start = end;
  }
  return kept;
}

/** One series as a line with gaps; a value alone between gaps is a dot. */
export function drawSeriesLine(pen: Pen, chart: Chart, index: number, plot: Cartesian): void {
  const series = chart.series[index];
  if (series === undefined) return;
  const stroke = seriesColour(index);
  const reference = series.style === 'reference';
  const dashed = reference || index >= 8;
  for (const run of runsOf(series, plot, chart.categories.length)) {
    const look = { closed: false, stroke, width: reference ? 1.75 : 2.25, ...(dashed ? { dash: DASH } : {}) };
    if (run.length > 1) pen.path(thin(run), look);
    if (run.length === 1 || (chart.categories.length <= MARKERS_UP_TO && !reference)) {
      for (const [x, y] of run) pen.circle(x, y, 3, stroke, 'surface');
    }
  }
}

/** Line and area charts. An area reaches to zero, so its axis always holds zero. */
export function drawLines(pen: Pen, chart: Chart, size: Size): void {
  const area = chart.chart === 'area';
  const count = chart.categories.length;
  const values = chart.series.flatMap((series) =>
    series.values
      .slice(0, count)
      .map(drawable)
      .filter((value) => value !== null),
  );
  const axis = valueAxis(values, chart.valueFormat, {
    zero: area ? 'always' : 'near',
    most: ticksFor(size.height, 55),
  });
  const at = (index: number): number => (count <= 1 ? 0.5 : 0.01 + (0.98 * index) / (count - 1));
  const plot = drawFrame(pen, chart, size, { axis, at, items: seriesItems(chart, area ? 'box' : 'line') });
  const zero = plot.y(0);
  chart.series.forEach((series, index) => {
    if (area && series.style !== 'reference') {
      for (const run of runsOf(series, plot, count)) {
        const [first, last] = [run[0], run.at(-1)];
        if (first === undefined || last === undefined || run.length < 2) continue;
        const outline = [[first[0], zero] as const, ...thin(run), [last[0], zero] as const];
        pen.path(outline, {
          closed: true,
          fill: seriesColour(index),
          opacity: chart.series.length > 1 ? 0.16 : 0.22,
        });
      }
    }
  });
  chart.series.forEach((_, index) => drawSeriesLine(pen, chart, index, plot));
}
