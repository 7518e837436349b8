import { display, type Block, type Chart, type Fact, type ReportDocument } from '@pressroom/document';
import {
  bucketsOf,
  ratio,
  type BucketedFilter,
  type FoodFigures,
  type LogGroups,
  type Nutrient,
  type PeriodFigures,
} from '@pressroom/nutrition';
import { column, comparedFact, DATE, INTEGER, SHARE, TEXT } from '../columns';
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

const AGAINST = 'the week before';

function countFacts({ figures: { current, previous } }: DigestData): Fact[] {
  return [
    comparedFact(
      { key: 'daysLogged', label: 'Days logged, of 7', value: current.days, format: INTEGER },
      previous.days,
      AGAINST,
    ),
    comparedFact(
      { key: 'entries', label: 'Entries', value: current.entries, format: INTEGER },
      previous.entries,
      AGAINST,
    ),
  ];
}

/** Means a day against the goal and the week before, and how many entries they stand on. */
function intakeFacts({ figures }: DigestData, goals: Goals): Fact[] {
  return SHOWN.map((nutrient) => {
    const { name, unit } = NUTRIENT_WORDS[nutrient];
    const now = sumOf(figures.current, nutrient);
    const mean = perDay(now);
    const goal = goalOf(goals, nutrient);
    const carried = display(ratio(now?.entries ?? 0, figures.current.entries) ?? 0, SHARE);
    const notes = [
      ...(mean === null || goal === null ? [] : [`${display(mean / goal, SHARE)} of the goal`]),
      ...(nutrient === 'kcal' ? [`on ${carried} of entries`] : []),
    ];
    return comparedFact(
      {
        key: nutrient,
        label: `${name} a day`,
        value: mean,
        format: INTEGER,
        unit,
        ...(notes.length > 0 && { note: notes.join(', ') }),
      },
      perDay(sumOf(figures.previous, nutrient)),
      AGAINST,
    );
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
  return [
    {
      kind: 'paragraph',
      tone: 'lead',
      text: sentencesOf(data.figures, data.topFoods, goalOf(goals, 'kcal')).join(' '),
    },
    { kind: 'facts', key: 'figures', facts: [...countFacts(data), ...intakeFacts(data, goals)] },
    weekChart(data, goals),
    {
      kind: 'table',
      key: 'topFoods',
      title: 'Top foods',
      columns: [column('food', 'Food', TEXT, { width: 36 }), column('count', 'Count', INTEGER)],
      rows: [data.topFoods.map(({ food, entries }) => [food, entries])],
      tail: 'full',
      emptyText: 'No entries this week.',
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
    facts: [],
    sections: [{ key: 'week', title: 'The week', blocks: blocksOf(data, goals) }],
    template: { name: NAME, version: VERSION },
  };
}
