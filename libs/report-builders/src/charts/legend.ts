import type { Chart } from '@pressroom/document';
import { LABEL } from './pen';
import type { Pen } from './pen';
import { elide, textWidth } from './text-width';

export type Swatch = 'box' | 'line' | 'dashed' | 'dot' | 'diamond' | 'band';

export interface LegendItem {
  text: string;
  fill: string;
  swatch: Swatch;
}

const COLOURS = 8;
const ROW = 17;
const SWATCH = 14;
const BETWEEN = 16;
const MOST_ROWS = 4;
/** The share of a picture's height that names may take. */
const MOST_SHARE = 0.25;
export const DASH: readonly number[] = [5, 4];

/** The palette name of the series with this index; past eight they start again. */
export function seriesColour(index: number): string {
  return `series-${(index % COLOURS) + 1}`;
}

export function seriesItems(chart: Chart, swatch: Swatch): LegendItem[] {
  return chart.series.map((series, index) => ({
    text: series.name,
    fill: seriesColour(index),
    swatch: series.style === 'reference' || (swatch === 'line' && index >= COLOURS) ? 'dashed' : swatch,
  }));
}

function drawSwatch(pen: Pen, swatch: Swatch, x: number, y: number, fill: string): void {
  switch (swatch) {
    case 'box':
      return pen.rect(x + 2, y - 5, 10, 10, fill, { radius: 2 });
    case 'band':
      return pen.rect(x, y - 6, SWATCH, 12, fill, { opacity: 0.6 });
    case 'line':
      return pen.line(x, y, x + SWATCH, y, fill, 2.25);
    case 'dashed':
      return pen.line(x, y, x + SWATCH, y, fill, 1.75, [4, 3]);
    case 'dot':
      return pen.circle(x + SWATCH / 2, y, 4, fill);
    case 'diamond':
      return diamond(pen, x + SWATCH / 2, y, 5, fill);
  }
}

export function diamond(pen: Pen, x: number, y: number, radius: number, fill: string): void {
  const corners = [
    [x, y - radius],
    [x + radius, y],
    [x, y + radius],
    [x - radius, y],
  ] as const;
  pen.path(corners, { closed: true, fill, stroke: 'surface', width: 1 });
}

/** Draws a legend from the top left; says how many names did not fit. @returns its height in points, 0 when empty */
export function drawLegend(
  pen: Pen,
  items: readonly LegendItem[],
  { width, height }: { width: number; height: number },
): number {
  const rows = Math.max(1, Math.min(MOST_ROWS, Math.floor((height * MOST_SHARE) / ROW)));
  let [x, row] = [0, 0];
  for (const [rank, item] of items.entries()) {
    const text = elide(item.text, LABEL, Math.min(180, width - SWATCH - 8));
    const taken = SWATCH + 6 + textWidth(text, LABEL);
    if (x > 0 && x + taken > width) [x, row] = [0, row + 1];
    const y = row * ROW + ROW / 2;
    if (row === rows - 1 && rank < items.length - 1 && x + taken + 90 > width) {
      pen.text(x, y + 3.8, `and ${items.length - rank} more`);
      break;
    }
    drawSwatch(pen, item.swatch, x, y, item.fill);
    pen.text(x + SWATCH + 6, y + 3.8, text, { fill: 'ink' });
    x += taken + BETWEEN;
  }
  return items.length === 0 ? 0 : (row + 1) * ROW + 6;
}
