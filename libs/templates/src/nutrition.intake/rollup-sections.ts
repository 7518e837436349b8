import type { CellValue, Chart, Column, Section } from '@pressroom/document';
import { bucketsOf, rollUp, type IntakeBucket } from '@pressroom/nutrition';
import { column, DATE, INTEGER, ONE_DIGIT } from '../columns';
import { shownNutrients, type IntakeFrame } from './frame';

interface Rollup {
  key: 'weekly' | 'monthly';
  title: string;
  bucket: 'week' | 'month';
  bucketTitle: string;
  /** Columns that only this roll-up has, between the counts and the nutrients. */
  more: readonly Column[];
  cells: (bucket: string) => CellValue[];
}

function meanChart({ key, title, bucketTitle }: Rollup, buckets: readonly IntakeBucket[]): Chart {
  return {
    kind: 'chart',
    key: `${key}Energy`,
    chart: 'column',
    title: `${title}: energy a complete day`,
    categories: buckets.map(({ bucket }) => bucket),
    categoryFormat: DATE,
    categoryTitle: bucketTitle,
    series: [{ key: 'kcal', name: 'Energy', values: buckets.map(({ means }) => means.kcal) }],
    valueFormat: INTEGER,
    valueTitle: 'Energy',
    unit: 'kcal',
  };
}

function rollupSection(frame: IntakeFrame, rollup: Rollup): Section {
  const shown = shownNutrients(frame);
  const buckets = rollUp(frame.analysis, bucketsOf(frame.data.filter, rollup.bucket), rollup.bucket);
  return {
    key: rollup.key,
    title: rollup.title,
    blocks: [
      meanChart(rollup, buckets),
      {
        kind: 'table',
        key: rollup.key,
        title: rollup.title,
        columns: [
          column(rollup.bucket, rollup.bucketTitle, DATE),
          column('days', 'Days logged', INTEGER),
          column('complete', 'Complete days', INTEGER),
          column('entries', 'Entries', INTEGER),
          ...rollup.more,
          ...shown.map(({ nutrient, name, unit }) => column(nutrient, name, ONE_DIGIT, { unit })),
        ],
        rows: [
          buckets.map(({ bucket, days, complete, entries, means }) => [
            bucket,
            days,
            complete,
            entries,
            ...rollup.cells(bucket),
            ...shown.map(({ nutrient }) => means[nutrient]),
          ]),
        ],
        tail: 'full',
      },
      {
        kind: 'paragraph',
        tone: 'note',
        text: `A ${rollup.bucket} is named by its first day and counts only days of the period. Nutrients are means a complete day.`,
      },
    ],
  };
}

/** One row an ISO week, with its variety. */
export function weeklySection(frame: IntakeFrame): Section {
  const variety = new Map(frame.data.weeks.map((week) => [week.week, week]));
  return rollupSection(frame, {
    key: 'weekly',
    title: 'Weekly',
    bucket: 'week',
    bucketTitle: 'Week',
    more: [column('foods', 'Different foods', INTEGER), column('plants', 'Different plants', INTEGER)],
    cells: (week) => [variety.get(week)?.foods ?? 0, variety.get(week)?.plants ?? 0],
  });
}

/** One row a calendar month. */
export function monthlySection(frame: IntakeFrame): Section {
  return rollupSection(frame, {
    key: 'monthly',
    title: 'Monthly',
    bucket: 'month',
    bucketTitle: 'Month',
    more: [],
    cells: () => [],
  });
}
