import type { Chart, TimelineMark } from '@pressroom/document';
import { shortDuration, valueAxis } from './axis';
import { drawNote, ticksFor } from './frame';
import type { Plot, Size } from './frame';
import { lanesOf } from './lanes';
import type { Lanes } from './lanes';
import { diamond, drawLegend } from './legend';
import type { LegendItem, Swatch } from './legend';
import { LABEL, SMALL } from './pen';
import type { Pen } from './pen';
import { elide, textWidth } from './text-width';

const FILLS: Readonly<Record<TimelineMark['shape'], string>> = {
  band: 'band',
  bar: 'series-1',
  dot: 'series-2',
  diamond: 'series-7',
};
const SWATCHES: Readonly<Record<TimelineMark['shape'], Swatch>> = {
  band: 'band',
  bar: 'box',
  dot: 'dot',
  diamond: 'diamond',
};
const SHAPES = ['bar', 'dot', 'diamond', 'band'] as const;
const SECONDS = { kind: 'duration' } as const;

/** When all marks of a shape carry the same label, the label is what the shape means and belongs into the legend. */
function meanings(marks: readonly TimelineMark[]): Map<string, LegendItem> {
  const found = new Map<string, LegendItem>();
  for (const shape of SHAPES) {
    const labels = new Set(marks.filter((mark) => mark.shape === shape).map(({ label }) => label ?? ''));
    const [text] = labels;
    if (labels.size === 1 && text !== undefined && text !== '') {
      found.set(shape, { text, fill: FILLS[shape], swatch: SWATCHES[shape] });
    }
  }
  return found;
}

/** Swim lanes over time since the start: bars, dots, diamonds, and bands behind them. A band without a lane spans all. */
export function drawTimeline(pen: Pen, chart: Chart, size: Size): void {
  const marks = chart.marks ?? [];
  const lanes = lanesOf(marks);
  const legend = meanings(marks);
  const top = drawLegend(pen, [...legend.values()], size) + 4;
  const names = lanes.lanes.map(({ name }) => elide(name, LABEL, size.width * 0.3));
  const left = Math.max(...names.map((name) => textWidth(name, LABEL)), 0) + 10;
  const plot: Plot = {
    left,
    right: size.width - 16,
    top,
    bottom: size.height - (chart.categoryTitle === '' ? 20 : 36),
  };
  const axis = valueAxis([lanes.start, lanes.end], SECONDS, {
    zero: 'always',
    most: ticksFor(plot.right - left, 90),
    tight: true,
  });
  const x = (seconds: number): number => left + 4 + axis.at(seconds) * (plot.right - left - 4);
  for (const { value } of axis.ticks) {
    pen.line(x(value), plot.top, x(value), plot.bottom, 'grid', 0.75);
    pen.text(x(value), plot.bottom + SMALL + 5, shortDuration(value), { size: SMALL, anchor: 'middle' });
  }
  const title = elide(chart.categoryTitle, SMALL, plot.right - left);
  pen.text((left + plot.right) / 2, size.height - 3, title, { size: SMALL, anchor: 'middle' });
  drawLanes(pen, lanes, { plot, x, names, silent: new Set(legend.keys()) });
  if (lanes.joined) drawNote(pen, size, `${marks.length} marks; neighbours joined`);
}

interface Drawing {
  plot: Plot;
  x: (seconds: number) => number;
  names: readonly string[];
  /** Shapes explained by the legend, which carry no label of their own. */
  silent: ReadonlySet<string>;
}

function drawLanes(pen: Pen, { lanes, all }: Lanes, drawing: Drawing): void {
  const { plot, x, names } = drawing;
  const height = (plot.bottom - plot.top) / Math.max(1, lanes.length);
  for (const mark of all)
    drawMark(pen, mark, { middle: (plot.top + plot.bottom) / 2, height: plot.bottom - plot.top }, drawing);
  lanes.forEach(({ marks }, row) => {
    const middle = plot.top + (row + 0.5) * height;
    pen.line(
      plot.left,
      plot.top + (row + 1) * height,
      plot.right,
      plot.top + (row + 1) * height,
      'grid',
      0.5,
    );
    pen.text(plot.left - 8, middle + 3.6, names[row] ?? '', {
      anchor: 'end',
      fill: 'ink',
      size: Math.min(LABEL, height),
    });
    for (const shape of ['band', 'bar', 'dot', 'diamond']) {
      for (const mark of marks)
        if (mark.shape === shape) drawMark(pen, mark, { middle, height }, { ...drawing, x });
    }
  });
}

function drawMark(
  pen: Pen,
  mark: TimelineMark,
  lane: { middle: number; height: number },
  { x, silent, plot }: Drawing,
): void {
  const { middle, height } = lane;
  const from = x(mark.from);
  const to = x(mark.to ?? mark.from);
  const width = Math.max(1.5, Math.abs(to - from));
  const label = silent.has(mark.shape) ? '' : (mark.label ?? '');
  switch (mark.shape) {
    case 'band':
      pen.rect(Math.min(from, to), middle - height / 2, width, height, FILLS.band, { opacity: 0.6 });
      break;
    case 'bar': {
      const thick = Math.max(2, Math.min(14, height * 0.6));
      pen.rect(Math.min(from, to), middle - thick / 2, width, thick, FILLS.bar, {
        radius: Math.min(2, width / 2),
      });
      break;
    }
    case 'dot':
      pen.circle(from, middle, Math.max(1.5, Math.min(3.5, height * 0.3)), FILLS.dot, 'surface');
      break;
    case 'diamond':
      diamond(pen, from, middle, Math.max(2, Math.min(5.5, height * 0.4)), FILLS.diamond);
      break;
  }
  if (label === '' || height < 12) return;
  const inside = mark.shape === 'bar' || mark.shape === 'band';
  const room = inside ? width - 8 : Math.min(120, plot.right - from - 8);
  if (room < 20 || textWidth(label, SMALL) > room) return;
  const fill = mark.shape === 'bar' ? 'surface' : 'ink';
  pen.text(inside ? Math.min(from, to) + 4 : from + 7, middle + 3.3, elide(label, SMALL, room), {
    size: SMALL,
    fill,
  });
}
