import type { Block, Chart, Section } from '@pressroom/document';
import { bucketsOf, trailingMean, type Bucket } from '@pressroom/nutrition';
import { column, DATE, INTEGER, ONE_DIGIT, TWO_DIGITS } from '../columns';
import type { FoodLogData } from './data';

const SPAN = 7;

interface Trend {
  names: string[];
  entries: number[];
  means: (number | null)[];
  energy: (number | null)[];
}

/** One place a bucket, those without entries too: they count 0 entries, but no known energy. */
function trendOf({ filter, groups }: FoodLogData): Trend {
  const names = bucketsOf(filter, filter.bucket);
  const known = new Map(groups.buckets.map((figures) => [figures.bucket, figures]));
  const entries = names.map((name) => known.get(name)?.entries ?? 0);
  return {
    names,
    entries,
    means: trailingMean(entries, SPAN),
    energy: names.map((name) => known.get(name)?.kcal ?? null),
  };
}

function entriesChart(trend: Trend, bucket: Bucket): Chart {
  return {
    kind: 'chart',
    key: 'entriesTrend',
    chart: 'line',
    title: `Entries a ${bucket}`,
    categories: trend.names,
    categoryFormat: DATE,
    categoryTitle: 'Date',
    series: [
      { key: 'entries', name: 'Entries', values: trend.entries },
      { key: 'movingAverage', name: 'Moving average', values: trend.means, style: 'reference' },
    ],
    valueFormat: INTEGER,
    valueTitle: 'Entries',
  };
}

function energyChart(trend: Trend, bucket: Bucket): Chart {
  return {
    kind: 'chart',
    key: 'energyTrend',
    chart: 'line',
    title: `Known energy a ${bucket}`,
    categories: trend.names,
    categoryFormat: DATE,
    categoryTitle: 'Date',
    series: [{ key: 'energy', name: 'Energy', values: trend.energy }],
    valueFormat: INTEGER,
    valueTitle: 'Energy',
    unit: 'kcal',
  };
}

const NAMES: Record<Bucket, string> = {
  day: 'One row a day.',
  week: 'One row a week, named by its Monday; the first and last may reach beyond the period and count only what lies in it.',
  month:
    'One row a month, named by its first day; the first and last may reach beyond the period and count only what lies in it.',
};

/** One row a bucket, with a trailing mean over seven buckets. */
export function trendsSection(data: FoodLogData): Section {
  const trend = trendOf(data);
  const { bucket } = data.filter;
  const blocks: Block[] = [
    entriesChart(trend, bucket),
    {
      kind: 'table',
      key: 'trends',
      title: 'Trends',
      columns: [
        column('date', 'Date', DATE),
        column('entries', 'Entries', INTEGER),
        column('movingAverage', 'Moving average', TWO_DIGITS),
        column('energy', 'Energy', ONE_DIGIT, { unit: 'kcal' }),
      ],
      rows: [
        trend.names.map((name, at) => [
          name,
          trend.entries[at] ?? 0,
          trend.means[at] ?? null,
          trend.energy[at] ?? null,
        ]),
      ],
      tail: 'full',
      expectedRows: trend.names.length,
    },
    {
      kind: 'paragraph',
      tone: 'note',
      text: `${NAMES[bucket]} Rows without entries count as 0. The moving average is the mean of the row and the six before it, empty before the seventh row. Energy is the sum over entries that carry it, empty where none does.`,
    },
  ];
  if (trend.energy.some((value) => value !== null)) blocks.splice(1, 0, energyChart(trend, bucket));
  return { key: 'trends', title: 'Trends', blocks };
}
