import type { Block, Chart, Section, Table } from '@pressroom/document';
import { bucketsOf, ratio, type CategoryFigures, type FoodCategory } from '@pressroom/nutrition';
import { capital, column, DATE, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NO_ENTRIES, type FoodLogData } from './data';

const byCount = (a: CategoryFigures, b: CategoryFigures): number =>
  b.entries - a.entries || (a.category < b.category ? -1 : 1);

interface WeekTable {
  weeks: string[];
  /** One list of counts a category, as long as the weeks. */
  counts: { category: FoodCategory; values: number[] }[];
}

function weekTable({ filter, groups }: FoodLogData, categories: readonly FoodCategory[]): WeekTable {
  const weeks = bucketsOf(filter, 'week');
  const known = new Map(groups.categoryWeeks.map((cell) => [`${cell.week} ${cell.category}`, cell.entries]));
  return {
    weeks,
    counts: categories.map((category) => ({
      category,
      values: weeks.map((week) => known.get(`${week} ${category}`) ?? 0),
    })),
  };
}

function shareChart(ordered: readonly CategoryFigures[]): Chart {
  return {
    kind: 'chart',
    key: 'categoryChart',
    chart: 'doughnut',
    title: 'Entries by category',
    categories: ordered.map(({ category }) => category),
    categoryFormat: TEXT,
    categoryTitle: 'Category',
    series: [{ key: 'count', name: 'Count', values: ordered.map(({ entries }) => entries) }],
    valueFormat: INTEGER,
    valueTitle: 'Count',
  };
}

function weekChart({ weeks, counts }: WeekTable): Chart {
  return {
    kind: 'chart',
    key: 'categoryWeekChart',
    chart: 'stacked',
    title: 'Categories by week',
    categories: weeks,
    categoryFormat: DATE,
    categoryTitle: 'Week',
    series: counts.map(({ category, values }) => ({ key: category, name: capital(category), values })),
    valueFormat: INTEGER,
    valueTitle: 'Entries',
  };
}

function categoryTable(ordered: readonly CategoryFigures[], total: number): Table {
  return {
    kind: 'table',
    key: 'byCategory',
    title: 'By Category',
    columns: [
      column('category', 'Category', TEXT, { width: 16 }),
      column('count', 'Count', INTEGER),
      column('share', 'Share', SHARE),
      column('energy', 'Energy', ONE_DIGIT, { unit: 'kcal' }),
    ],
    rows: [ordered.map(({ category, entries, kcal }) => [category, entries, ratio(entries, total), kcal])],
    tail: 'full',
    emptyText: NO_ENTRIES,
  };
}

function categoryWeekTable({ weeks, counts }: WeekTable): Table {
  const rows = weeks.map((week, at) => [week, ...counts.map(({ values }) => values[at] ?? 0)]);
  return {
    kind: 'table',
    key: 'categoryWeeks',
    title: 'Categories by week',
    columns: [
      column('week', 'Week', DATE),
      ...counts.map(({ category }) => column(category, capital(category), INTEGER)),
    ],
    rows: counts.length === 0 ? [] : [rows],
    tail: 'full',
    emptyText: NO_ENTRIES,
  };
}

const NOTE =
  'A week is named by its Monday. Energy is the sum over entries that carry it, empty where none does.';

/** Shares of the categories, and how they move from week to week. */
export function byCategorySection(data: FoodLogData): Section {
  const ordered = [...data.groups.categories].sort(byCount);
  const table = weekTable(
    data,
    ordered.map(({ category }) => category),
  );
  const drawn = ordered.length > 0;
  const blocks: Block[] = [
    ...(drawn ? [shareChart(ordered)] : []),
    categoryTable(ordered, data.figures.current.entries),
    ...(drawn && table.weeks.length > 1 ? [weekChart(table)] : []),
    categoryWeekTable(table),
    { kind: 'paragraph', tone: 'note', text: NOTE },
  ];
  return { key: 'byCategory', title: 'By Category', blocks };
}
