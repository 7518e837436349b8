import { display } from '@pressroom/document';
import type { Chart } from '@pressroom/document';
import { drawable, figureLabel } from './axis';
import { categoryTexts } from './category-axis';
import { drawNote } from './frame';
import type { Size } from './frame';
import { seriesColour } from './legend';
import { LABEL, SMALL } from './pen';
import type { Pen } from './pen';
import { elide, textWidth } from './text-width';

const MOST = 8;
const ROW = 20;
const SMALLEST_RADIUS = 30;
const GREY = 'series-8';
export const SIDE_BY_SIDE = 440;

export interface Slice {
  name: string;
  value: number;
  fill: string;
}

/** The parts, largest first (ties in the order given); past eight the smallest are one part `Other`. Zero and less are no parts. */
export function slicesOf(chart: Chart): Slice[] {
  const names = categoryTexts(chart);
  const values = chart.series[0]?.values ?? [];
  const parts = names
    .map((name, index) => ({ name, value: Math.min(1e290, drawable(values[index]) ?? 0) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const shown = parts.length > MOST ? parts.slice(0, MOST - 1) : parts;
  const slices = shown.map((part, index) => ({ ...part, fill: seriesColour(index) }));
  const rest = parts.slice(shown.length);
  if (rest.length === 0) return slices;
  const value = rest.reduce((sum, part) => sum + part.value, 0);
  return [...slices, { name: `Other (${rest.length})`, value, fill: GREY }];
}

/** Pie and doughnut with a list of the parts beside it, or below where the room is narrow. */
export function drawPie(pen: Pen, chart: Chart, size: Size): void {
  const slices = slicesOf(chart);
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  if (slices.length === 0) {
    pen.text(size.width / 2, size.height / 2, 'Nothing to divide: no value above zero', {
      anchor: 'middle',
      size: 12,
    });
    return;
  }
  const beside = size.width >= SIDE_BY_SIDE || size.height < slices.length * ROW + 24 + 2 * SMALLEST_RADIUS;
  const row = beside ? Math.min(ROW, (size.height - 16) / slices.length) : ROW;
  const list = slices.length * row;
  const room = beside ? size.height - 16 : size.height - list - 24;
  const outer = Math.max(SMALLEST_RADIUS, Math.min(room, beside ? size.width * 0.42 : size.width - 16) / 2);
  const x = beside ? outer + 12 : size.width / 2;
  const y = beside ? size.height / 2 : outer + 4;
  drawRing(pen, chart, slices, { x, y, outer, total });
  const left = beside ? x + outer + 32 : 0;
  const top = beside ? Math.max(0, (size.height - list) / 2) : 2 * outer + 16;
  drawList(pen, chart, slices, { left, top, width: Math.min(size.width - left, 340), total, row });
  const below = (chart.series[0]?.values ?? []).filter((value) => value !== null && value < 0).length;
  if (below > 0) drawNote(pen, size, `${below} below zero not shown`);
}

interface Ring {
  x: number;
  y: number;
  outer: number;
  total: number;
}

function drawRing(pen: Pen, chart: Chart, slices: readonly Slice[], { x, y, outer, total }: Ring): void {
  const inner = chart.chart === 'doughnut' ? outer * 0.6 : 0;
  let from = 0;
  const edges: number[] = [];
  for (const { value, fill } of slices) {
    const to = Math.min(2 * Math.PI, from + (value / total) * 2 * Math.PI);
    // In halves: a full turn has its ends in one point, which no path can draw.
    const middle = (from + to) / 2;
    if (to - from > Math.PI * 1.5) pen.arc(x, y, { inner, outer }, { from, to: middle }, fill);
    pen.arc(x, y, { inner, outer }, { from: to - from > Math.PI * 1.5 ? middle : from, to }, fill);
    edges.push(to);
    from = to;
  }
  if (slices.length > 1) {
    for (const edge of edges) {
      const [sine, cosine] = [Math.sin(edge), -Math.cos(edge)];
      pen.line(
        x + sine * inner,
        y + cosine * inner,
        x + sine * (outer + 1),
        y + cosine * (outer + 1),
        'surface',
        1.5,
      );
    }
  }
  if (inner < 36) return;
  const figure = figureLabel(total, chart.valueFormat);
  pen.text(x, y + 3, elide(figure, 16, inner * 1.7), { anchor: 'middle', size: 16, bold: true, fill: 'ink' });
  pen.text(x, y + 18, elide(chart.unit ?? 'in all', SMALL, inner * 1.6), { anchor: 'middle', size: SMALL });
}

interface Place {
  left: number;
  top: number;
  width: number;
  total: number;
  row: number;
}

function drawList(
  pen: Pen,
  chart: Chart,
  slices: readonly Slice[],
  { left, top, width, total, row }: Place,
): void {
  const shares = slices.map(({ value }) => display(value / total, { kind: 'percent', digits: 1 }));
  const figures = slices.map(({ value }) => figureLabel(value, chart.valueFormat));
  const shareWidth = Math.max(...shares.map((text) => textWidth(text, LABEL)));
  const figureWidth = Math.max(...figures.map((text) => textWidth(text, LABEL)));
  const room = width - shareWidth - figureWidth - 18 - 28;
  slices.forEach(({ name, fill }, index) => {
    const y = top + (index + 0.5) * row;
    pen.rect(left, y - 5, 10, 10, fill, { radius: 2 });
    pen.text(left + 18, y + 3.8, elide(name, LABEL, Math.max(24, room)), { fill: 'ink' });
    pen.text(left + width - shareWidth - 14, y + 3.8, figures[index] ?? '', { anchor: 'end', fill: 'ink' });
    pen.text(left + width, y + 3.8, shares[index] ?? '', { anchor: 'end' });
  });
}
