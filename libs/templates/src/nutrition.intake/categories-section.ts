import type { Block, Chart, Section } from '@pressroom/document';
import { bucketsOf, ratio, type CategoryIntake } from '@pressroom/nutrition';
import { capital, column, DATE, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NO_ENTRIES, type IntakeFrame } from './frame';

function shareChart(ordered: readonly CategoryIntake[], energy: boolean): Chart {
  return {
    kind: 'chart',
    key: 'categoryShares',
    chart: 'doughnut',
    title: energy ? 'Energy by category' : 'Entries by category',
    categories: ordered.map(({ category }) => category),
    categoryFormat: TEXT,
    categoryTitle: 'Category',
    series: [
      energy
        ? { key: 'energy', name: 'Energy', values: ordered.map(({ kcal }) => kcal ?? 0) }
        : { key: 'count', name: 'Count', values: ordered.map(({ entries }) => entries) },
    ],
    valueFormat: INTEGER,
    valueTitle: energy ? 'Energy' : 'Count',
    ...(energy && { unit: 'kcal' }),
  };
}

function bucketChart({ data }: IntakeFrame, ordered: readonly CategoryIntake[]): Chart {
  const { bucket } = data.filter;
  const names = bucketsOf(data.filter, bucket);
  const known = new Map(
    data.categories.buckets.map((cell) => [`${cell.bucket} ${cell.category}`, cell.entries]),
  );
  return {
    kind: 'chart',
    key: 'categoryTrend',
    chart: 'stacked',
    title: `Categories by ${bucket}`,
    categories: names,
    categoryFormat: DATE,
    categoryTitle: capital(bucket),
    series: ordered.map(({ category }) => ({
      key: category,
      name: capital(category),
      values: names.map((name) => known.get(`${name} ${category}`) ?? 0),
    })),
    valueFormat: INTEGER,
    valueTitle: 'Entries',
  };
}

/** What kinds of food the entries and the energy are. */
export function categoriesSection(frame: IntakeFrame): Section {
  const ordered = [...frame.data.categories.totals].sort(
    (a, b) => b.entries - a.entries || (a.category < b.category ? -1 : 1),
  );
  const energy = ordered.reduce((sum, { kcal }) => sum + (kcal ?? 0), 0);
  const blocks: Block[] = [
    {
      kind: 'table',
      key: 'categories',
      title: 'Categories',
      columns: [
        column('category', 'Category', TEXT, { width: 16 }),
        column('count', 'Count', INTEGER),
        column('share', 'Share', SHARE),
        column('grams', 'Weight', ONE_DIGIT, { unit: 'g' }),
        column('energy', 'Energy', ONE_DIGIT, { unit: 'kcal' }),
        column('energyShare', 'Share of energy', SHARE),
        column('foods', 'Different foods', INTEGER),
      ],
      rows: [
        ordered.map(({ category, entries, grams, kcal, foods }) => [
          category,
          entries,
          ratio(entries, frame.analysis.entries),
          grams,
          kcal,
          kcal === null ? null : ratio(kcal, energy),
          foods,
        ]),
      ],
      tail: 'full',
      emptyText: NO_ENTRIES,
      scales: [{ columns: ['share'], style: 'bar' }],
    },
    { kind: 'paragraph', tone: 'note', text: 'Weight sums the quantities that are given in grams.' },
  ];
  if (ordered.length > 0) blocks.unshift(shareChart(ordered, energy > 0), bucketChart(frame, ordered));
  return { key: 'categories', title: 'Categories', blocks };
}
