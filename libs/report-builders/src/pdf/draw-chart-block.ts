import { chartSize, drawChart } from '../charts';
import { STYLES } from './style';
import { drawScene } from './draw-scene';
import type { Chart } from '@pressroom/document';
import type { Press } from './press';
import type { Element } from './structure';

/** Charts are designed for screens: on paper their letters would be larger than the text around them. */
const SCALE = 0.78;

/** Height that a chart takes on paper, with its title. */
export function chartHeight(press: Press, chart: Chart): number {
  return Math.min(press.flow.body, captionHeight(press, chart) + sizeOf(press, chart).height * SCALE);
}

function captionHeight(press: Press, chart: Chart): number {
  return press.wrap(chart.title, STYLES.caption, press.flow.width).length * STYLES.caption.leading + 4;
}

function sizeOf(press: Press, chart: Chart): { width: number; height: number } {
  const wanted = chartSize(chart, press.flow.width / SCALE);
  return {
    width: wanted.width,
    height: Math.min(wanted.height, (press.flow.body - captionHeight(press, chart)) / SCALE),
  };
}

/** A chart as a figure with its title as caption and its description as alternative text. */
export function drawChartBlock(press: Press, parent: Element, chart: Chart): void {
  const { canvas, flow, structure } = press;
  flow.need(chartHeight(press, chart));
  const size = sizeOf(press, chart);
  const scene = drawChart(chart, size);
  const [left, right] = [flow.left, flow.left + flow.width];
  const top = flow.y + captionHeight(press, chart);
  const bottom = top + size.height * SCALE;
  const pageHeight = flow.body + 120; // the two margins, see PAGE
  const box = `[${[left, pageHeight - bottom, right, pageHeight - top].map(Math.round).join(' ')}]`;
  const figure = structure.open('Figure', parent, {
    alt: scene.description,
    title: chart.title,
    attributes: `/A<</O/Layout/Placement/Block/BBox${box}>>`,
  });
  const caption = structure.open('Caption', figure);
  press.lines(caption, press.wrap(chart.title, STYLES.caption, flow.width), STYLES.caption);
  structure.close(caption);
  flow.y += 4;
  canvas.tagged(figure, () => drawScene(press, scene, flow.left, flow.y, SCALE));
  structure.close(figure);
  flow.y += size.height * SCALE;
}
