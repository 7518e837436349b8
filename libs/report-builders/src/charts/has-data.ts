import type { Chart } from '@pressroom/document';

/** False when there is nothing to draw: no finite value, or for a timeline no mark. */
export function hasData(chart: Chart): boolean {
  if (chart.chart === 'timeline') return (chart.marks ?? []).some(({ from }) => Number.isFinite(from));
  const numeric = (value: number | null | undefined): boolean =>
    typeof value === 'number' && Number.isFinite(value);
  return chart.series.some(({ values }) => chart.categories.some((_, index) => numeric(values[index])));
}
