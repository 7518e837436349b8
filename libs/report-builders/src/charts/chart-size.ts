import type { Chart } from '@pressroom/document';
import type { Size } from './frame';
import { hasData } from './has-data';
import { lanesOf } from './lanes';
import { SIDE_BY_SIDE, slicesOf } from './pie';

const TALLEST = 1100;
const NOTHING = 160;
const within = (least: number, height: number): number =>
  Math.round(Math.max(least, Math.min(TALLEST, height)));

/** The size that suits a chart at a width in points: as tall as its bars, rows or lanes need, 1,100 points at most. */
export function chartSize(chart: Chart, width: number): Size {
  return { width, height: heightOf(chart, width) };
}

function heightOf(chart: Chart, width: number): number {
  if (!hasData(chart)) return NOTHING;
  const narrow = width < SIDE_BY_SIDE;
  const legend =
    chart.series.length > 1 ? Math.min(4, Math.ceil((chart.series.length * 120) / width)) * 17 : 0;
  switch (chart.chart) {
    case 'bar': {
      const bars = Math.max(1, chart.series.filter(({ style }) => style !== 'reference').length);
      return within(160, 48 + legend + chart.categories.length * (bars === 1 ? 24 : bars * 12 + 10));
    }
    case 'heat':
      return within(160, 76 + chart.series.length * (chart.series.length > 24 ? 16 : 26));
    case 'timeline':
      return within(160, 72 + lanesOf(chart.marks ?? []).lanes.length * 22);
    case 'pie':
    case 'doughnut':
      return narrow ? within(260, 230 + slicesOf(chart).length * 20) : 240;
    case 'line':
    case 'area':
    case 'column':
    case 'stacked':
    case 'scatter':
      return (narrow ? 240 : 290) + legend;
  }
}
