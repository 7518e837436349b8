import type { Block, Column, Format } from '@pressroom/document';
import { column, TEXT } from './columns';
import { WEEKDAYS } from './nutrition-words';

export interface Heat<Key> {
  key: string;
  title: string;
  /** The columns, in order. */
  across: readonly { key: string; title: string; value: Key }[];
  acrossTitle: string;
  /** ISO weekday, column, value. Places without a cell count 0. */
  cells: readonly { weekday: number; at: Key; value: number }[];
  format: Format;
  valueTitle: string;
}

/** A heat map weekday × something: the picture, and the table with its colours. */
export function heatBlocks<Key>(heat: Heat<Key>): Block[] {
  const grid = WEEKDAYS.map((name, day) => ({
    name,
    values: heat.across.map(
      ({ value }) => heat.cells.find(({ weekday, at }) => weekday === day + 1 && at === value)?.value ?? 0,
    ),
  }));
  const columns: Column[] = [
    column('weekday', 'Weekday', TEXT, { width: 12 }),
    ...heat.across.map(({ key, title }) =>
      column(key, title, heat.format, { width: Math.max(5, title.length + 1) }),
    ),
  ];
  return [
    {
      kind: 'chart',
      key: `${heat.key}Chart`,
      chart: 'heat',
      title: heat.title,
      categories: heat.across.map(({ title }) => title),
      categoryFormat: TEXT,
      categoryTitle: heat.acrossTitle,
      series: grid.map(({ name, values }) => ({ key: name.toLowerCase(), name, values })),
      valueFormat: heat.format,
      valueTitle: heat.valueTitle,
    },
    {
      kind: 'table',
      key: heat.key,
      title: heat.title,
      columns,
      rows: [grid.map(({ name, values }) => [name, ...values])],
      tail: 'full',
      scales: [{ columns: heat.across.map(({ key }) => key), style: 'heat' }],
    },
  ];
}
