import type { Chart, ChartKind } from '@pressroom/document';

/** A chart of any kind over the values: two series, a reference, and marks for a timeline. */
export function chartOf(
  kind: ChartKind,
  values: readonly (number | null)[],
  more: Partial<Chart> = {},
): Chart {
  return {
    kind: 'chart',
    key: 'c',
    chart: kind,
    title: 'Entries',
    categories: values.map((_, index) => `Category ${index}`),
    categoryFormat: { kind: 'text' },
    categoryTitle: 'Category',
    series: [
      { key: 'a', name: 'A', values },
      { key: 'b', name: 'B', values: [...values].reverse() },
      { key: 'r', name: 'Target', values, style: 'reference' },
    ],
    valueFormat: { kind: 'decimal', digits: 1 },
    valueTitle: 'Value',
    marks: values.flatMap((value, index) =>
      value === null
        ? []
        : [
            { lane: `Lane ${index % 3}`, from: value, to: value * 2, shape: 'bar' as const, label: 'visit' },
            {
              lane: `Lane ${index % 3}`,
              from: value,
              shape: index % 2 === 0 ? ('dot' as const) : ('diamond' as const),
            },
            { lane: '', from: value, to: value + 1, shape: 'band' as const },
          ],
    ),
    ...more,
  };
}
