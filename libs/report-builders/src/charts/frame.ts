import type { Chart } from '@pressroom/document';
import type { Axis } from './axis';
import { drawLabels, placeLabels } from './category-axis';
import type { CategoryLabels } from './category-axis';
import { drawLegend } from './legend';
import type { LegendItem } from './legend';
import { LABEL, SMALL } from './pen';
import type { Pen } from './pen';
import { elide, textWidth } from './text-width';

export interface Size {
  width: number;
  height: number;
}

/** Where the data are drawn, in points. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Maps the data onto the plot: `x` of a category by index, `y` of a value. */
export interface Cartesian extends Plot {
  x(index: number): number;
  y(value: number): number;
}

const TITLE = LABEL + 8;

/** The value axis' name with the unit: `Energy (kcal)`. */
export function valueName(chart: Chart): string {
  return chart.unit === undefined || chart.unit === ''
    ? chart.valueTitle
    : `${chart.valueTitle} (${chart.unit})`;
}

/** Draws a legend and, below it, the name of the values. @returns the height taken */
export function drawHead(pen: Pen, chart: Chart, size: Size, items: readonly LegendItem[]): number {
  const height = drawLegend(pen, items.length > 1 ? items : [], size);
  const name = elide(valueName(chart), SMALL, size.width);
  pen.text(0, height + SMALL, name, { size: SMALL });
  return height + (name === '' ? 4 : TITLE);
}

/** About how many ticks suit a length in points. */
export function ticksFor(length: number, each: number): number {
  return Math.max(2, Math.min(8, Math.floor(length / each)));
}

export interface FrameOptions {
  axis: Axis;
  items: readonly LegendItem[];
  /** Where a category lies, 0…1 from left to right. */
  at: (index: number) => number;
  /** Labels other than the categories', such as round numbers, and where the label with an index lies. */
  place?: (width: number) => CategoryLabels;
  labelAt?: (label: number) => number;
}

/** Draws everything around upright data: legend, value axis with grid, labels below. */
export function drawFrame(pen: Pen, chart: Chart, size: Size, options: FrameOptions): Cartesian {
  const { axis, items, at, place, labelAt = at } = options;
  const top = drawHead(pen, chart, size, items) + 2;
  const left = Math.max(...axis.ticks.map(({ label }) => textWidth(label, SMALL)), 8) + 8;
  const right = size.width - 8;
  const placed = place === undefined ? placeLabels(chart, right - left, at) : place(right - left);
  const named = chart.categoryTitle === '' ? 0 : SMALL + 6;
  const bottom = Math.max(top + 20, size.height - placed.height - named - 2);
  const plot: Plot = { left, right, top, bottom };
  drawGrid(pen, axis, plot);
  const across = (share: number): number => left + share * (right - left);
  drawLabels(pen, placed, (label) => across(labelAt(label)), bottom, [left - 6, size.width]);
  const name = elide(chart.categoryTitle, SMALL, right - left);
  pen.text((left + right) / 2, size.height - 3, name, { size: SMALL, anchor: 'middle' });
  return { ...plot, x: (index) => across(at(index)), y: (value) => bottom - axis.at(value) * (bottom - top) };
}

function drawGrid(pen: Pen, axis: Axis, plot: Plot): void {
  for (const { value, label } of axis.ticks) {
    const y = plot.bottom - axis.at(value) * (plot.bottom - plot.top);
    pen.line(plot.left, y, plot.right, y, value === 0 ? 'axis' : 'grid', value === 0 ? 1 : 0.75);
    pen.text(plot.left - 8, y + 3.4, label, { size: SMALL, anchor: 'end' });
  }
}

/** A quiet remark at the top right of the plot, where the drawing leaves something out. */
export function drawNote(pen: Pen, size: Size, text: string): void {
  pen.text(size.width, size.height - 3, text, { size: SMALL, anchor: 'end' });
}
