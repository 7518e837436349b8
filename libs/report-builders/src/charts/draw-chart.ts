import { cleanText, describeChart } from '@pressroom/document';
import type { Chart } from '@pressroom/document';
import { drawBars } from './bars';
import { drawColumns } from './columns';
import type { Size } from './frame';
import { hasData } from './has-data';
import { drawHeat } from './heat';
import { drawLines } from './line';
import { Pen } from './pen';
import { drawPie } from './pie';
import { drawScatter } from './scatter';
import type { Scene } from './scene';
import { drawTimeline } from './timeline';

const SMALLEST = { width: 240, height: 160 };

function drawMarks(pen: Pen, chart: Chart, size: Size): void {
  switch (chart.chart) {
    case 'line':
    case 'area':
      return drawLines(pen, chart, size);
    case 'column':
    case 'stacked':
      return drawColumns(pen, chart, size);
    case 'bar':
      return drawBars(pen, chart, size);
    case 'heat':
      return drawHeat(pen, chart, size);
    case 'pie':
    case 'doughnut':
      return drawPie(pen, chart, size);
    case 'scatter':
      return drawScatter(pen, chart, size);
    case 'timeline':
      return drawTimeline(pen, chart, size);
  }
}

/**
 * Draws a chart of any kind as a scene. Values that are no numbers are gaps; a chart without any says so.
 * The title is the scene's, not among the marks. What doesn't fit is said in the drawing.
 * @param size points; below 240 × 160 it is drawn at that size
 */
export function drawChart(chart: Chart, size: Size): Scene {
  const room = {
    width: Math.max(SMALLEST.width, size.width),
    height: Math.max(SMALLEST.height, size.height),
  };
  const pen = new Pen();
  if (hasData(chart)) drawMarks(pen, chart, room);
  else pen.text(room.width / 2, room.height / 2, 'No data for this chart', { anchor: 'middle', size: 12 });
  return {
    ...room,
    title: cleanText(chart.title),
    description: cleanText(describeChart(chart)),
    marks: pen.marks,
  };
}
