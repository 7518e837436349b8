import { display } from './display';
import type { Chart, ChartKind, ChartSeries } from './document';

const NAMES: Record<ChartKind, string> = {
  line: 'Line chart',
  area: 'Area chart',
  bar: 'Bar chart',
  column: 'Column chart',
  stacked: 'Stacked column chart',
  pie: 'Pie chart',
  doughnut: 'Doughnut chart',
  scatter: 'Scatter plot',
  heat: 'Heat map',
  timeline: 'Timeline',
};

const MOST_SERIES = 4;

interface Point {
  label: string;
  value: number;
}

/**
 * A text alternative computed from the data: what a person would say who looks at the chart.
 * The chart's own `description` wins when it has one. Never empty.
 */
export function describeChart(chart: Chart): string {
  if (chart.description !== undefined && chart.description !== '') return chart.description;
  const head = `${NAMES[chart.chart]}: ${chart.title}.`;
  if (chart.chart === 'timeline') return `${head} ${describeMarks(chart)}`;
  const told = chart.series.map((series) => ({ series, points: pointsOf(chart, series) }));
  if (told.every(({ points }) => points.length === 0)) return `${head} No data.`;
  if (chart.chart === 'heat') return `${head} ${describeHeat(chart, told)}`;
  const sentences = told.slice(0, MOST_SERIES).map(({ series, points }) => {
    const what = points.length === 0 ? 'has no data' : describePoints(chart, points);
    return `${series.name} ${what}.`;
  });
  const more = told.length - sentences.length;
  return [head, ...sentences, ...(more > 0 ? [`${more} more series.`] : [])].join(' ');
}

function pointsOf(chart: Chart, series: ChartSeries): Point[] {
  const points: Point[] = [];
  series.values.forEach((value, at) => {
    if (value === null || !Number.isFinite(value)) return;
    points.push({ label: display(chart.categories[at] ?? null, chart.categoryFormat), value });
  });
  return points;
}

function figure(chart: Chart, value: number): string {
  const text = display(value, chart.valueFormat);
  return chart.unit === undefined ? text : `${text} ${chart.unit}`;
}

function describePoints(chart: Chart, points: readonly Point[]): string {
  switch (chart.chart) {
    case 'line':
    case 'area':
      return describeTrend(chart, points);
    case 'pie':
    case 'doughnut':
      return describeShares(chart, points);
    case 'bar':
    case 'column':
    case 'stacked':
    case 'scatter':
    case 'heat':
    case 'timeline':
      return describeRange(chart, points);
  }
}

function extremes(points: readonly Point[]): { high: Point; low: Point } {
  let [high, low] = [points[0], points[0]];
  for (const point of points) {
    if (high === undefined || point.value > high.value) high = point;
    if (low === undefined || point.value < low.value) low = point;
  }
  const none = { label: '', value: 0 };
  return { high: high ?? none, low: low ?? none };
}

function describeTrend(chart: Chart, points: readonly Point[]): string {
  const [first, last] = [points[0]?.value ?? 0, points.at(-1)?.value ?? 0];
  const { high, low } = extremes(points);
  if (points.length === 1) return `is ${figure(chart, first)} in ${high.label}`;
  if (high.value === low.value) return `stays at ${figure(chart, first)}`;
  const way =
    first === last
      ? `starts and ends at ${figure(chart, first)}`
      : `${first < last ? 'rises' : 'falls'} from ${figure(chart, first)} to ${figure(chart, last)}`;
  return `${way}, highest in ${high.label} (${figure(chart, high.value)}), lowest in ${low.label} (${figure(chart, low.value)})`;
}

function describeShares(chart: Chart, points: readonly Point[]): string {
  const total = points.reduce((sum, point) => sum + Math.max(0, point.value), 0);
  if (total === 0) return 'adds up to nothing';
  const largest = [...points].sort((a, b) => b.value - a.value).slice(0, 3);
  const shares = largest.map(
    ({ label, value }) => `${label} ${display(value / total, { kind: 'percent', digits: 0 })}`,
  );
  return `has ${points.length} ${points.length === 1 ? 'part' : 'parts'} of ${figure(chart, total)}: ${shares.join(', ')}`;
}

function describeRange(chart: Chart, points: readonly Point[]): string {
  const { high, low } = extremes(points);
  if (high.value === low.value) return `is ${figure(chart, high.value)} throughout`;
  return `ranges from ${figure(chart, low.value)} (${low.label}) to ${figure(chart, high.value)} (${high.label})`;
}

function describeHeat(
  chart: Chart,
  told: readonly { series: ChartSeries; points: readonly Point[] }[],
): string {
  const cells = told.flatMap(({ series, points }) =>
    points.map(({ label, value }) => ({ label: `${series.name}, ${label}`, value })),
  );
  const size = `${chart.series.length} rows by ${chart.categories.length} columns;`;
  return `${size} the value ${describeRange(chart, cells)}.`;
}

function describeMarks(chart: Chart): string {
  const marks = chart.marks ?? [];
  if (marks.length === 0) return 'No data.';
  const lanes = new Set(marks.map(({ lane }) => lane)).size;
  const end = marks.reduce((latest, { from, to }) => Math.max(latest, to ?? from), 0);
  const span = display(end, { kind: 'duration' });
  return `${marks.length} marks in ${lanes} ${lanes === 1 ? 'lane' : 'lanes'} over ${span}.`;
}
