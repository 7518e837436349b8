import type { Chart } from '@pressroom/document';
import { drawable, figureLabel } from './axis';
import { drawLabels, placeLabels } from './category-axis';
import { condense } from './condense';
import { drawNote, valueName } from './frame';
import type { Plot, Size } from './frame';
import { LABEL, SMALL } from './pen';
import type { Pen } from './pen';
import { elide, textWidth } from './text-width';

const STEPS = 9;
const LIGHT_STEPS = 5;

/** The palette step 0…8 of a value between the lowest and the highest. */
export function heatStep(value: number, low: number, high: number): number {
  if (!(high > low)) return value > 0 ? LIGHT_STEPS - 1 : 0;
  return Math.max(0, Math.min(STEPS - 1, Math.floor(((value - low) / (high - low)) * STEPS)));
}

/** The text colour that can be read on a step: the five light steps take ink, the dark ones the surface's colour. */
export function heatInk(step: number): 'ink' | 'surface' {
  return step < LIGHT_STEPS ? 'ink' : 'surface';
}

const FAR_FROM_ZERO = 0.6;

/** The span of the colours: from zero, so that half the amount is half the colour, unless all values are far above it. */
export function heatSpan(values: readonly number[]): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: 0, high: 0 };
  if (low > 0 && (low < high * FAR_FROM_ZERO || low === high)) low = 0;
  return { low, high: Math.max(low < 0 ? 0 : high, high) };
}

/** One row a series, one column a category. A cell without a value shows a short stroke instead of a colour. */
export function drawHeat(pen: Pen, whole: Chart, size: Size): void {
  const { chart, every } = condense(whole, Math.max(1, (size.width - 120) / 3));
  const most = Math.max(1, Math.floor((size.height - 60) / 4));
  const rows = chart.series.slice(0, most);
  const names = rows.map(({ name }) => elide(name, LABEL, size.width * 0.3));
  const span = heatSpan(rows.flatMap(({ values }) => values.map(drawable).filter((value) => value !== null)));
  const top = drawScale(pen, chart, size, span);
  const left = Math.max(...names.map((name) => textWidth(name, LABEL)), 0) + 10;
  const right = size.width - 2;
  const count = Math.max(1, chart.categories.length);
  const at = (index: number): number => (index + 0.5) / count;
  const placed = placeLabels(chart, right - left, at);
  const plot: Plot = {
    left,
    right,
    top,
    bottom: size.height - placed.height - (chart.categoryTitle === '' ? 2 : SMALL + 8),
  };
  const height = (plot.bottom - plot.top) / Math.max(1, rows.length);
  names.forEach((name, row) => {
    if (row % Math.ceil((SMALL + 1) / height) !== 0) return;
    pen.text(left - 10, top + (row + 0.5) * height + 3.6, name, {
      anchor: 'end',
      fill: 'ink',
      size: height < 12 ? SMALL : LABEL,
    });
  });
  drawCells(pen, { ...chart, series: rows }, plot, span);
  drawLabels(pen, placed, (index) => left + at(index) * (right - left), plot.bottom, [left - 6, size.width]);
  pen.text((left + right) / 2, size.height - 3, elide(chart.categoryTitle, SMALL, right - left), {
    size: SMALL,
    anchor: 'middle',
  });
  const unseen = chart.series.length - rows.length;
  if (every > 1 || unseen > 0)
    drawNote(pen, size, unseen > 0 ? `and ${unseen} more rows` : `the largest of every ${every}`);
}

/** Figures are printed in all cells or in none: some without would look like missing values. */
function labelsFit(chart: Chart, room: number): boolean {
  return chart.series.every(({ values }) =>
    chart.categories.every((_, column) => {
      const value = drawable(values[column]);
      return value === null || textWidth(figureLabel(value, chart.valueFormat), SMALL) <= room;
    }),
  );
}

function drawCells(pen: Pen, chart: Chart, plot: Plot, { low, high }: { low: number; high: number }): void {
  const width = (plot.right - plot.left) / Math.max(1, chart.categories.length);
  const height = (plot.bottom - plot.top) / Math.max(1, chart.series.length);
  const gap = Math.min(width, height) > 8 ? 1.5 : 0;
  const labelled = height >= 14 && labelsFit(chart, width - 4);
  chart.series.forEach(({ values }, row) => {
    chart.categories.forEach((_, column) => {
      const value = drawable(values[column]);
      const [x, y] = [plot.left + column * width, plot.top + row * height];
      if (value === null)
        return pen.line(x + width / 2 - 2, y + height / 2, x + width / 2 + 2, y + height / 2, 'axis', 0.75);
      const step = heatStep(value, low, high);
      pen.rect(x, y, width - gap, height - gap, `heat-${step}`, gap > 0 ? { radius: 2 } : {});
      const label = labelled ? figureLabel(value, chart.valueFormat) : '';
      if (label !== '') {
        pen.text(x + (width - gap) / 2, y + (height - gap) / 2 + 3.4, label, {
          size: SMALL,
          anchor: 'middle',
          fill: heatInk(step),
        });
      }
    });
  });
}

/** The colour scale with the values at its ends. @returns the height taken */
function drawScale(pen: Pen, chart: Chart, size: Size, { low, high }: { low: number; high: number }): number {
  const name = elide(valueName(chart), SMALL, size.width * 0.4);
  pen.text(0, SMALL + 1, name, { size: SMALL });
  let x = name === '' ? 0 : textWidth(name, SMALL) + 12;
  const [least, greatest] = [figureLabel(low, chart.valueFormat), figureLabel(high, chart.valueFormat)];
  pen.text(x, SMALL + 1, least, { size: SMALL, fill: 'ink' });
  x += textWidth(least, SMALL) + 6;
  const block = Math.min(13, Math.max(2, (size.width - x - 6 - textWidth(greatest, SMALL)) / STEPS));
  for (let step = 0; step < STEPS; step += 1) pen.rect(x + step * block, 2, block, 10, `heat-${step}`);
  pen.text(x + STEPS * block + 6, SMALL + 1, greatest, { size: SMALL, fill: 'ink' });
  return 24;
}
