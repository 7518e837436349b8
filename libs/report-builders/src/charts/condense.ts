import type { Chart } from '@pressroom/document';

/** A chart of at most `most` categories: each stands for `every` neighbours by the one with the largest values. */
export interface Condensed {
  chart: Chart;
  every: number;
}

/** Thins categories that would be narrower than can be seen; peaks stay. `every` is 1 when nothing was left out. */
export function condense(chart: Chart, most: number): Condensed {
  const count = chart.categories.length;
  const every = Math.max(1, Math.ceil(count / Math.max(1, most)));
  if (every === 1) return { chart, every };
  const weight = (index: number): number =>
    chart.series.reduce((sum, { values }) => sum + Math.min(1e290, Math.abs(values[index] ?? 0)), 0) || 0;
  const kept: number[] = [];
  for (let start = 0; start < count; start += every) {
    let best = start;
    for (let index = start + 1; index < Math.min(count, start + every); index += 1) {
      if (weight(index) > weight(best)) best = index;
    }
    kept.push(best);
  }
  return {
    every,
    chart: {
      ...chart,
      categories: kept.map((index) => chart.categories[index] ?? ''),
      series: chart.series.map((series) => ({
        ...series,
        values: kept.map((index) => series.values[index] ?? null),
      })),
    },
  };
}
