import type { Block, Section } from '@pressroom/document';
import { ratio } from '@pressroom/nutrition';
import { column, DATE, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NO_ENTRIES, type FoodLogData } from './data';

/** The foods logged most often. */
export function topFoodsSection({ topFoods, figures }: FoodLogData): Section {
  const { entries, uniqueFoods } = figures.current;
  const blocks: Block[] = [
    {
      kind: 'table',
      key: 'topFoods',
      title: 'Top Foods',
      columns: [
        column('food', 'Food', TEXT, { width: 36 }),
        column('count', 'Count', INTEGER),
        column('share', 'Share', SHARE),
        column('lastEaten', 'Last eaten', DATE),
        column('energy', 'Energy', ONE_DIGIT, { unit: 'kcal' }),
      ],
      rows: [
        topFoods.map(({ food, entries: count, lastEaten, kcal }) => [
          food,
          count,
          ratio(count, entries),
          lastEaten,
          kcal,
        ]),
      ],
      tail: 'full',
      emptyText: NO_ENTRIES,
    },
    {
      kind: 'paragraph',
      tone: 'note',
      text: `The ${topFoods.length} most logged of ${uniqueFoods} foods; equal counts are ordered by name. Share is of all entries in the period.`,
    },
  ];
  if (topFoods.length > 0)
    blocks.unshift({
      kind: 'chart',
      key: 'topFoodsChart',
      chart: 'bar',
      title: 'Top foods',
      categories: topFoods.map(({ food }) => food),
      categoryFormat: TEXT,
      categoryTitle: 'Food',
      series: [{ key: 'count', name: 'Count', values: topFoods.map(({ entries: count }) => count) }],
      valueFormat: INTEGER,
      valueTitle: 'Count',
    });
  return { key: 'topFoods', title: 'Top Foods', blocks };
}
