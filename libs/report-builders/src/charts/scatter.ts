import type { Chart } from '@pressroom/document';
import { drawable, valueAxis } from './axis';
import { categoryTexts, placeLabels } from './category-axis';
import type { CategoryLabels } from './category-axis';
import { drawFrame, ticksFor } from './frame';
import type { Cartesian, Size } from './frame';
import { DASH, seriesColour, seriesItems } from './legend';
import { SMALL } from './pen';
import type { Pen } from './pen';

const CROWD = 5000;
const CELL = 2;

/** How the horizontal axis reads the categories: where each lies (0…1), and its labels. */
interface Across {
  at: (index: number) => number;
  place: (width: number) => CategoryLabels;
  labelAt: (label: number) => number;
}

const inset = (share: number): number => 0.015 + 0.97 * share;

function byNumber(chart: Chart, numbers: readonly (number | null)[], width: number): Across {
  const known = numbers.filter((value) => value !== null);
  const axis = valueAxis(known, chart.categoryFormat, { zero: 'never', most: ticksFor(width, 70) });
  const labels = axis.ticks.map(({ label }, index) => ({ index, lines: [label] }));
  return {
    at: (index) => inset(axis.at(numbers[index] ?? axis.low)),
    place: () => ({ labels, slanted: false, height: SMALL + 8 }),
    labelAt: (label) => inset(axis.at(axis.ticks[label]?.value ?? axis.low)),
  };
}

/** Dates lie at their distance in time; other texts side by side in their order. */
function byText(chart: Chart): Across {
  const texts = categoryTexts(chart);
  const times = texts.map((text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN));
  const count = Math.max(1, texts.length);
  if (times.length === 0 || times.some((time) => Number.isNaN(time))) {
    const at = (index: number): number => (index + 0.5) / count;
    return { at, labelAt: at, place: (width) => placeLabels(chart, width, at) };
  }
  const days = [...new Set(times)].sort((a, b) => a - b);
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  const share = (time: number): number => inset(last > first ? (time - first) / (last - first) : 0.5);
  const labelAt = (label: number): number => share(days[label] ?? first);
  const dated = { ...chart, categories: days.map((day) => new Date(day).toISOString().slice(0, 10)) };
  return {
    at: (index) => share(times[index] ?? first),
    labelAt,
    place: (width) => placeLabels(dated, width, labelAt),
  };
}

function acrossOf(chart: Chart, width: number): Across {
  const numeric =
    chart.categories.length > 0 && chart.categories.every((category) => typeof category === 'number');
  if (!numeric) return byText(chart);
  const numbers = chart.categories.map((category) =>
    typeof category === 'number' ? drawable(category) : null,
  );
  return byNumber(chart, numbers, width);
}

/** Points of two measures; a reference series is a dashed line through its points from left to right. */
export function drawScatter(pen: Pen, chart: Chart, size: Size): void {
  const across = acrossOf(chart, size.width);
  const count = chart.categories.length;
  const values = chart.series.flatMap((series) =>
    series.values
      .slice(0, count)
      .map(drawable)
      .filter((value) => value !== null),
  );
  const axis = valueAxis(values, chart.valueFormat, { zero: 'never', most: ticksFor(size.height, 55) });
  const items = seriesItems(chart, 'dot');
  const plot = drawFrame(pen, chart, size, {
    axis,
    items,
    at: across.at,
    place: across.place,
    labelAt: across.labelAt,
  });
  chart.series.forEach(({ style }, index) => {
    if (style === 'reference') drawThrough(pen, chart, index, plot);
    else drawPoints(pen, chart, index, plot);
  });
}

function pointsOf(chart: Chart, index: number, plot: Cartesian): [number, number][] {
  return chart.categories.flatMap((category, at) => {
    const value = drawable(chart.series[index]?.values[at]);
    if (value === null || (typeof category === 'number' && drawable(category) === null)) return [];
    return [[plot.x(at), plot.y(value)] as [number, number]];
  });
}

function drawThrough(pen: Pen, chart: Chart, index: number, plot: Cartesian): void {
  const points = pointsOf(chart, index, plot).sort(([a], [b]) => a - b);
  if (points.length > 1)
    pen.path(points, { closed: false, stroke: seriesColour(index), width: 1.75, dash: DASH });
}

/** In a crowd, points that would cover one another are drawn once. */
function drawPoints(pen: Pen, chart: Chart, index: number, plot: Cartesian): void {
  const points = pointsOf(chart, index, plot);
  const crowded = points.length > CROWD;
  const radius = points.length > 400 ? 2 : 3.5;
  const taken = new Set<string>();
  for (const [x, y] of points) {
    if (crowded) {
      const cell = `${Math.round(x / CELL)} ${Math.round(y / CELL)}`;
      if (taken.has(cell)) continue;
      taken.add(cell);
    }
    pen.circle(x, y, radius, seriesColour(index), 'surface');
  }
}
