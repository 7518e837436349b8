import type { Block, CellValue, Chart, ReportDocument } from '@pressroom/document';
import {
  bucketsOf,
  ratio,
  type BucketedFilter,
  type FoodFigures,
  type LogGroups,
  type Nutrient,
  type PeriodFigures,
} from '@pressroom/nutrition';
import { column, comparedFact, DATE, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import type { ReportContext } from '../define-template';
import { goalOf, type Goals } from '../goals';
import { NUTRIENT_WORDS } from '../nutrition-words';
import { perDay, sentencesOf } from './sentences';

export const NAME = 'nutrition.weekly-digest';
export const VERSION = '1';
export const TITLE = 'Weekly food digest';

export interface DigestData {
  filter: BucketedFilter;
  figures: { current: PeriodFigures; previous: PeriodFigures };
  groups: LogGroups;
  topFoods: FoodFigures[];
  asOf: Date | null;
}

const SHOWN: readonly Nutrient[] = ['kcal', 'proteinG', 'carbsG', 'fatG'];

const sumOf = ({ nutrients }: PeriodFigures, wanted: Nutrient) =>
  nutrients.find(({ nutrient }) => nutrient === wanted);

function intakeRows({ figures }: DigestData, goals: Goals): CellValue[][] {
  return SHOWN.map((nutrient) => {
    const { name, unit } = NUTRIENT_WORDS[nutrient];
    const now = sumOf(figures.current, nutrient);
    const mean = perDay(now);
    const goal = goalOf(goals, nutrient);
    return [
      name,
      unit,
      mean,
      perDay(sumOf(figures.previous, nutrient)),
      goal,
      mean === null || goal === null ? null : mean / goal,
      ratio(now?.entries ?? 0, figures.current.entries),
    ];
  });
}

/** Seven columns: known energy when there is any, else entries. */
function weekChart({ filter, groups, figures }: DigestData, goals: Goals): Chart {
  const days = bucketsOf(filter, 'day');
  const of = new Map(groups.buckets.map((figure) => [figure.bucket, figure]));
  const energy = (sumOf(figures.current, 'kcal')?.entries ?? 0) > 0;
  const goal = energy ? goalOf(goals, 'kcal') : null;
  return {
    kind: 'chart',
    key: 'week',
    chart: 'column',
    title: energy ? 'Known energy a day' : 'Entries a day',
    categories: days,
    categoryFormat: DATE,
    categoryTitle: 'Day',
    series: [
      energy
        ? { key: 'energy', name: 'Energy', values: days.map((day) => of.get(day)?.kcal ?? null) }
        : { key: 'entries', name: 'Entries', values: days.map((day) => of.get(day)?.entries ?? 0) },
      ...(goal === null
        ? []
        : [{ key: 'goal', name: 'Goal', values: days.map(() => goal), style: 'reference' as const }]),
    ],
    valueFormat: INTEGER,
    valueTitle: energy ? 'Energy' : 'Entries',
    ...(energy && { unit: 'kcal' }),
  };
}

function blocksOf(data: DigestData, goals: Goals): Block[] {
  const { current, previous } = data.figures;
  const against = 'the week before';
  return [
    ...sentencesOf(data.figures, data.topFoods, goalOf(goals, 'kcal')).map((text): Block => ({
      kind: 'paragraph',
      tone: 'lead',
      text,
    })),
    {
      kind: 'facts',
      key: 'figures',
      facts: [
        comparedFact(
          { key: 'daysLogged', label: 'Days logged', value: current.days, format: INTEGER, note: 'of 7' },
          previous.days,
          against,
        ),
        comparedFact(
          { key: 'entries', label: 'Entries', value: current.entries, format: INTEGER },
          previous.entries,
          against,
        ),
        comparedFact(
          { key: 'uniqueFoods', label: 'Different foods', value: current.uniqueFoods, format: INTEGER },
          previous.uniqueFoods,
          against,
        ),
      ],
    },
    weekChart(data, goals),
    {
      kind: 'table',
      key: 'intake',
      title: 'Per logged day',
      columns: [
        column('nutrient', 'Nutrient', TEXT, { width: 16 }),
        column('unit', 'Unit', TEXT),
        column('thisWeek', 'This week', ONE_DIGIT),
        column('lastWeek', 'Last week', ONE_DIGIT),
        column('goal', 'Goal', ONE_DIGIT),
        column('goalShare', 'Of goal', SHARE),
        column('share', 'Entries that carry it', SHARE),
      ],
      rows: [intakeRows(data, goals)],
      tail: 'full',
    },
    {
      kind: 'table',
      key: 'topFoods',
      title: 'Top foods',
      columns: [column('food', 'Food', TEXT, { width: 36 }), column('count', 'Count', INTEGER)],
      rows: [data.topFoods.map(({ food, entries }) => [food, entries])],
      tail: 'full',
      emptyText: 'No entries this week.',
    },
    {
      kind: 'paragraph',
      tone: 'note',
      text: 'Amounts are means over those days on which at least one entry carries the nutrient; where few entries carry it, the true intake is higher.',
    },
  ];
}

export function layout(data: DigestData, goals: Goals, context: ReportContext): ReportDocument {
  const { from, to } = data.filter;
  return {
    title: TITLE,
    subtitle: `${from} to ${to}`,
    language: 'en',
    timeZone: context.timeZone,
    asOf: data.asOf,
    facts: [{ label: 'Week', value: `${from} to ${to}` }],
    sections: [{ key: 'week', title: 'The week', blocks: blocksOf(data, goals) }],
    template: { name: NAME, version: VERSION },
  };
}
