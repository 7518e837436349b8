import type { Section } from '@pressroom/document';
import { column, TEXT } from '../columns';
import type { IntakeFrame } from './frame';
import { NAME, VERSION } from './names';

const DEFINITIONS: readonly [string, string][] = [
  ['Logged day', 'A date with at least one entry, in the zone where the person was.'],
  [
    'Complete day',
    'At least two distinct meals and at least half of the energy target; without a target, energy on at least half of the entries. An entry without a meal counts as the meal of its hour: before 11 breakfast, before 16 lunch, then dinner.',
  ],
  ['Average', 'Over complete days that carry the nutrient; the number of days is always printed.'],
  [
    'Moving average',
    'Over 7 or 28 calendar days up to the day, over days with known energy only; empty below 4 or 14 of them. A missing day is never taken for zero.',
  ],
  [
    'Trend',
    'Theil–Sen slope over complete days, a week; flat when its 90 % interval (Sen 1968) covers zero. Beyond 400 days, over weekly means.',
  ],
  [
    'Reliability',
    'A: at least 80 % of the days complete, B: 60 %, C: 40 %, D: fewer. Under D the sentences of the Summary are set in the quiet tone.',
  ],
  ['Streak', 'Consecutive logged dates. The streak at the end ends on the last day or the day before.'],
  ['Adherence', 'Share of complete days within 10 % of the energy target; for macros within their range.'],
  ['Coverage', 'Share of logged energy whose entries carry a nutrient; below 60 % the nutrient is hidden.'],
  ['Plants', 'Foods of the categories fruit, vegetable and grain.'],
  ['Eating window', 'Hours from the first to the last timed entry of a day; the median over days.'],
  [
    'Sources',
    'Dietary Reference Intakes and macronutrient ranges: National Academies of Sciences, Engineering, and Medicine. Energy factors: Atwater.',
  ],
];

const list = (values: readonly string[]): string => (values.length === 0 ? 'all' : values.join(', '));

/** What was asked, what the words mean, and how old the data are. */
export function notesSection({ data, asked, filtered }: IntakeFrame): Section {
  const settings: [string, string][] = [
    ['Period', `${data.filter.from} to ${data.filter.to}`],
    ['Previous period', `${data.previous.from} to ${data.previous.to}`],
    ['Categories', list(asked.categories)],
    ['Meals', list(asked.meals)],
    ['Foods', list(asked.foods)],
    ['Targets', filtered ? 'off: only part of the diary is counted' : asked.targets],
    ['Data as of', data.asOf === null ? 'no data' : data.asOf.toISOString()],
    ['Template', `${NAME}, version ${VERSION}`],
  ];
  return {
    key: 'notes',
    title: 'Notes',
    blocks: [
      {
        kind: 'table',
        key: 'settings',
        title: 'What was asked',
        columns: [
          column('setting', 'Setting', TEXT, { width: 18 }),
          column('value', 'Value', TEXT, { width: 60 }),
        ],
        rows: [settings],
        tail: 'full',
      },
      {
        kind: 'table',
        key: 'definitions',
        title: 'Definitions',
        columns: [
          column('term', 'Term', TEXT, { width: 18 }),
          column('definition', 'Definition', TEXT, { width: 100 }),
        ],
        rows: [DEFINITIONS],
        tail: 'full',
      },
    ],
  };
}
