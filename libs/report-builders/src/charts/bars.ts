import type { Chart } from '@pressroom/document';
import { drawable, figureLabel, valueAxis } from './axis';
import type { Axis } from './axis';
import { categoryTexts } from './category-axis';
import { drawHead, drawNote, ticksFor } from './frame';
import type { Plot, Size } from './frame';
import { DASH, seriesColour, seriesItems } from './legend';
import { LABEL, SMALL } from './pen';
import type { Pen } from './pen';
import { elide, textWidth } from './text-width';

const LABELS_UP_TO = 24;
const THINNEST = 9;

/** How many bars were left to the table, said at the foot. */
function firstBars(chart: Chart, most: number): Chart {
  if (chart.categories.length <= most) return chart;
  const series = chart.series.map((one) => ({ ...one, values: one.values.slice(0, most) }));
  return { ...chart, categories: chart.categories.slice(0, most), series };
}

/** Lying bars, the first category on top: for names, which read best in a column. */
export function drawBars(pen: Pen, whole: Chart, size: Size): void {
  const top = drawHead(pen, whole, size, seriesItems(whole, 'box'));
  const bars = whole.series.filter(({ style }) => style !== 'reference').length;
  const chart = firstBars(whole, Math.max(1, Math.floor((size.height - top - 24) / THINNEST)));
  const left = whole.categories.length - chart.categories.length;
  const values = chart.series.flatMap((one) => one.values.map(drawable).filter((value) => value !== null));
  const labelled = bars === 1 && chart.categories.length <= LABELS_UP_TO;
  const axis = valueAxis(values, chart.valueFormat, {
    zero: 'always',
    most: ticksFor(size.width, 90),
    tight: labelled,
  });
  const names = categoryTexts(chart).map((text) => elide(text, LABEL, size.width * 0.36));
  const gutter = Math.max(...names.map((name) => textWidth(name, LABEL)), 0) + 10;
  const room = labelled
    ? Math.max(...values.map((value) => textWidth(figureLabel(value, chart.valueFormat), SMALL)), 0) + 8
    : 12;
  const before = labelled && axis.low < 0 ? room : 0;
  const foot = labelled ? (left > 0 ? 16 : 4) : 22;
  const plot: Plot = {
    left: gutter + before,
    right: size.width - room,
    top: top + 2,
    bottom: size.height - foot,
  };
  if (plot.right - plot.left < 20) plot.right = plot.left + 20;
  if (!labelled) drawTicks(pen, axis, plot);
  drawRows(pen, chart, axis, { plot, names, labelled, gutter });
  if (left > 0) drawNote(pen, size, `and ${left} more`);
}

function drawTicks(pen: Pen, axis: Axis, plot: Plot): void {
  for (const { value, label } of axis.ticks) {
    const x = plot.left + axis.at(value) * (plot.right - plot.left);
    pen.line(x, plot.top, x, plot.bottom, 'grid', 0.75);
    pen.text(x, plot.bottom + SMALL + 5, label, { size: SMALL, anchor: 'middle' });
  }
}

interface Rows {
  plot: Plot;
  names: readonly string[];
  labelled: boolean;
  gutter: number;
}

function drawRows(pen: Pen, chart: Chart, axis: Axis, { plot, names, labelled, gutter }: Rows): void {
  const x = (value: number): number => plot.left + axis.at(value) * (plot.right - plot.left);
  const slot = (plot.bottom - plot.top) / Math.max(1, names.length);
  const solid = chart.series.flatMap(({ style }, index) => (style === 'reference' ? [] : [index]));
  const thickness = Math.min(20 * Math.max(1, solid.length), slot * 0.72) / Math.max(1, solid.length);
  names.forEach((name, category) => {
    const middle = plot.top + (category + 0.5) * slot;
    pen.text(gutter - 10, middle + 3.8, name, { anchor: 'end', fill: 'ink', size: Math.min(LABEL, slot) });
    solid.forEach((index, rank) => {
      const value = drawable(chart.series[index]?.values[category]);
      if (value === null) return;
      const y = middle + (rank - solid.length / 2) * thickness;
      const [from, to] = [Math.min(x(0), x(value)), Math.max(x(0), x(value))];
      pen.rect(
        from,
        y,
        to - from,
        thickness - (solid.length > 1 && thickness > 5 ? 1 : 0),
        seriesColour(index),
        { radius: 1.5 },
      );
      if (!labelled) return;
      const place =
        value < 0 ? { at: from - 5, anchor: 'end' as const } : { at: to + 5, anchor: 'start' as const };
      pen.text(place.at, middle + 3.4, figureLabel(value, chart.valueFormat), {
        size: SMALL,
        anchor: place.anchor,
        fill: 'ink',
      });
    });
    drawReferences(pen, chart, category, { x, from: middle - slot / 2, to: middle + slot / 2 });
  });
  pen.line(x(0), plot.top, x(0), plot.bottom, 'axis', 1);
}

/** A reference value is a dashed stroke across its row. */
function drawReferences(
  pen: Pen,
  chart: Chart,
  category: number,
  row: { x: (value: number) => number; from: number; to: number },
): void {
  chart.series.forEach(({ style, values }, index) => {
    const value = style === 'reference' ? drawable(values[category]) : null;
    if (value !== null)
      pen.line(row.x(value), row.from, row.x(value), row.to, seriesColour(index), 1.75, DASH);
  });
}
