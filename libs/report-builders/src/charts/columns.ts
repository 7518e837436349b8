import type { Chart } from '@pressroom/document';
import { drawable, figureLabel, valueAxis } from './axis';
import type { Axis } from './axis';
import { condense } from './condense';
import { drawFrame, drawNote, ticksFor } from './frame';
import type { Cartesian, Size } from './frame';
import { seriesColour, seriesItems } from './legend';
import { drawSeriesLine } from './line';
import { SMALL } from './pen';
import type { Pen } from './pen';
import { textWidth } from './text-width';

const LABELS_UP_TO = 16;
const THINNEST = 1.5;

/** Indices of the series drawn as columns; reference series are lines above them. */
function solid(chart: Chart): number[] {
  return chart.series.flatMap((series, index) => (series.style === 'reference' ? [] : [index]));
}

/** The two ends of each stacked piece: positives grow up from zero, negatives down. */
export function stackOf(
  chart: Chart,
  series: readonly number[],
  category: number,
): { index: number; from: number; to: number }[] {
  let [up, down] = [0, 0];
  return series.flatMap((index) => {
    const value = drawable(chart.series[index]?.values[category]);
    if (value === null || value === 0) return [];
    const from = value > 0 ? up : down;
    const to = drawable(from + value) ?? from;
    if (value > 0) up = to;
    else down = to;
    return [{ index, from, to }];
  });
}

function axisOf(chart: Chart, size: Size): Axis {
  const columns = solid(chart);
  const values: number[] = [];
  chart.categories.forEach((_, category) => {
    if (chart.chart === 'stacked') for (const { to } of stackOf(chart, columns, category)) values.push(to);
    chart.series.forEach(({ values: all, style }) => {
      const value = drawable(all[category]);
      if (value !== null && (chart.chart !== 'stacked' || style === 'reference')) values.push(value);
    });
  });
  return valueAxis(values, chart.valueFormat, { zero: 'always', most: ticksFor(size.height, 55) });
}

/** Upright columns side by side or stacked; reference series as dashed lines over them. */
export function drawColumns(pen: Pen, whole: Chart, size: Size): void {
  const across = whole.chart === 'stacked' ? 1 : Math.max(1, solid(whole).length);
  const { chart, every } = condense(whole, Math.max(1, (size.width - 60) / (THINNEST * across)));
  const count = Math.max(1, chart.categories.length);
  const swatches = seriesItems(chart, 'box');
  const plot = drawFrame(pen, chart, size, {
    axis: axisOf(chart, size),
    items: swatches,
    at: (index) => (index + 0.5) / count,
  });
  const slot = (plot.right - plot.left) / count;
  if (chart.chart === 'stacked') drawStacks(pen, chart, plot, slot);
  else drawGroups(pen, chart, plot, slot);
  chart.series.forEach(({ style }, index) => {
    if (style === 'reference') drawSeriesLine(pen, chart, index, plot);
  });
  if (every > 1) drawNote(pen, size, `the largest of every ${every}`);
}

function drawStacks(pen: Pen, chart: Chart, plot: Cartesian, slot: number): void {
  const columns = solid(chart);
  const width = Math.min(56, slot * (slot > 6 ? 0.72 : 0.95));
  chart.categories.forEach((_, category) => {
    for (const { index, from, to } of stackOf(chart, columns, category)) {
      const [high, low] = [plot.y(Math.max(from, to)), plot.y(Math.min(from, to))];
      // A hair of the surface between pieces tells neighbours apart without relying on their colours.
      const gap = low - high > 3 ? 0.75 : 0;
      pen.rect(plot.x(category) - width / 2, high, width, low - high - gap, seriesColour(index));
    }
  });
}

function drawGroups(pen: Pen, chart: Chart, plot: Cartesian, slot: number): void {
  const columns = solid(chart);
  const group = Math.min(56 * Math.max(1, columns.length), slot * (slot > 6 ? 0.72 : 0.95));
  const width = group / Math.max(1, columns.length);
  const zero = plot.y(0);
  const labelled = columns.length === 1 && chart.categories.length <= LABELS_UP_TO;
  chart.categories.forEach((_, category) => {
    columns.forEach((index, rank) => {
      const value = drawable(chart.series[index]?.values[category]);
      if (value === null) return;
      const y = plot.y(value);
      const left = plot.x(category) - group / 2 + rank * width;
      const gap = width > 6 && columns.length > 1 ? 1 : 0;
      pen.rect(
        left,
        Math.min(y, zero),
        width - gap,
        Math.abs(zero - y),
        seriesColour(index),
        width > 8 ? { radius: 1.5 } : {},
      );
      const label = labelled ? figureLabel(value, chart.valueFormat) : '';
      if (label !== '' && textWidth(label, SMALL) <= slot - 2) {
        pen.text(plot.x(category), value < 0 ? y + SMALL + 2 : y - 4, label, {
          size: SMALL,
          anchor: 'middle',
          fill: 'ink',
        });
      }
    });
  });
}
