import type { Block, Chart, Section, Table } from '@pressroom/document';
import { ratio, type FoodFigures } from '@pressroom/nutrition';
import { column, DATE, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NO_ENTRIES, type FoodLogData } from './data';

function foodChart(foods: readonly FoodFigures[]): Chart {
  return {
    kind: 'chart',
    key: 'topFoodsChart',
    chart: 'bar',
    title: 'Top foods',
    categories: foods.map(({ food }) => food),
    categoryFormat: TEXT,
    categoryTitle: 'Food',
    series: [{ key: 'count', name: 'Count', values: foods.map(({ entries }) => entries) }],
    valueFormat: INTEGER,
    valueTitle: 'Count',
  };
}

function foodTable(foods: readonly FoodFigures[], total: number): Table {
  return {
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
      foods.map(({ food, entries, lastEaten, kcal }) => [
        food,
        entries,
        ratio(entries, total),
        lastEaten,
        kcal,
      ]),
    ],
    tail: 'full',
    emptyText: NO_ENTRIES,
  };
}

/** The foods logged most often. */
export function topFoodsSection({ topFoods, figures }: FoodLogData): Section {
  const { entries, uniqueFoods } = figures.current;
  const blocks: Block[] = [
    ...(topFoods.length > 0 ? [foodChart(topFoods)] : []),
    foodTable(topFoods, entries),
    {
      kind: 'paragraph',
      tone: 'note',
      text: `The ${topFoods.length} most logged of ${uniqueFoods} foods; equal counts are ordered by name. Share is of all entries in the period.`,
    },
  ];
  return { key: 'topFoods', title: 'Top Foods', blocks };
}
