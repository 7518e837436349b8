import { display, type Block, type CellValue, type Fact, type Section } from '@pressroom/document';
import { daysIn, ratio, type NutrientSum, type PeriodFigures } from '@pressroom/nutrition';
import { column, comparedFact, counted, INTEGER, ONE_DIGIT, SHARE, TEXT, TWO_DIGITS } from '../columns';
import { NUTRIENT_WORDS } from '../nutrition-words';
import { isEmpty, type FoodLogData } from './data';

interface Measure {
  key: string;
  label: string;
  value: (figures: PeriodFigures) => number | null;
  whole?: boolean;
}

const MEASURES: readonly Measure[] = [
  { key: 'people', label: 'People with a log', value: (of) => of.people, whole: true },
  { key: 'entries', label: 'Entries', value: (of) => of.entries, whole: true },
  { key: 'uniqueFoods', label: 'Unique foods', value: (of) => of.uniqueFoods, whole: true },
  { key: 'daysLogged', label: 'Days logged', value: (of) => of.days, whole: true },
  { key: 'longestStreak', label: 'Longest streak (days)', value: (of) => of.longestStreak, whole: true },
  { key: 'entriesPerDay', label: 'Average entries a logged day', value: (of) => ratio(of.entries, of.days) },
];

const FOR_EVERYONE: readonly Measure[] = [
  { key: 'personDays', label: 'Person-days logged', value: (of) => of.personDays, whole: true },
  {
    key: 'entriesPerPersonDay',
    label: 'Average entries a person-day',
    value: (of) => ratio(of.entries, of.personDays),
  },
];

/** Known intake a person-day: over those days only that carry the nutrient at all; null when none does. */
function perDay({ sum, days }: NutrientSum): number | null {
  return ratio(sum, days);
}

function measuresOf(data: FoodLogData): readonly Measure[] {
  return data.filter.accountId === null ? [...MEASURES, ...FOR_EVERYONE] : MEASURES;
}

function factsOf(data: FoodLogData): Fact[] {
  const { current, previous } = data.figures;
  const label = `${data.previous.from} to ${data.previous.to}`;
  const counts = measuresOf(data).map((measure) =>
    comparedFact(
      {
        key: measure.key,
        label: measure.label,
        value: measure.value(current),
        format: measure.whole === true ? INTEGER : TWO_DIGITS,
      },
      measure.value(previous),
      label,
    ),
  );
  const energy = current.nutrients.find(({ nutrient }) => nutrient === 'kcal');
  const before = previous.nutrients.find(({ nutrient }) => nutrient === 'kcal');
  if (energy === undefined || energy.entries === 0) return counts;
  const share = display(ratio(energy.entries, current.entries), SHARE);
  return [
    ...counts,
    comparedFact(
      {
        key: 'energyPerDay',
        label: 'Energy per logged day',
        value: perDay(energy),
        format: ONE_DIGIT,
        unit: 'kcal',
        note: `carried by ${share} of entries`,
      },
      before === undefined ? null : perDay(before),
      label,
    ),
  ];
}

const change = (now: number | null, before: number | null): number | null =>
  now === null || before === null ? null : now - before;

/** One column a measure, so that each keeps its own format; one row a period, and the difference. */
function comparison(data: FoodLogData): Block {
  const { current, previous } = data.figures;
  const measures = measuresOf(data);
  const row = (name: string, cell: (measure: Measure) => number | null): CellValue[] => [
    name,
    ...measures.map(cell),
  ];
  return {
    kind: 'table',
    key: 'summary',
    title: 'Against the previous period',
    columns: [
      column('period', 'Period', TEXT, { width: 16 }),
      ...measures.map(({ key, label, whole }) => column(key, label, whole === true ? INTEGER : TWO_DIGITS)),
    ],
    rows: [
      [
        row('This period', ({ value }) => value(current)),
        row('Previous period', ({ value }) => value(previous)),
        row('Change', ({ value }) => change(value(current), value(previous))),
      ],
    ],
    tail: 'full',
  };
}

function nutrientRows(data: FoodLogData): CellValue[][] {
  const { current, previous } = data.figures;
  return current.nutrients.map((now) => {
    const before = previous.nutrients.find(({ nutrient }) => nutrient === now.nutrient);
    const { name, unit } = NUTRIENT_WORDS[now.nutrient];
    const [perDayNow, perDayBefore] = [perDay(now), before === undefined ? null : perDay(before)];
    return [
      name,
      unit,
      perDayNow,
      now.entries,
      ratio(now.entries, current.entries),
      perDayBefore,
      ratio(before?.entries ?? 0, previous.entries),
      change(perDayNow, perDayBefore),
    ];
  });
}

function lead(data: FoodLogData): string {
  const { filter, figures } = data;
  if (isEmpty(data))
    return `No entries from ${filter.from} to ${filter.to}. Every figure below is therefore zero or empty.`;
  const { entries, uniqueFoods, days } = figures.current;
  const foods = counted(uniqueFoods, 'food');
  return `${counted(entries, 'entry', 'entries')} of ${foods} on ${days} of ${counted(daysIn(filter), 'day')}.`;
}

const NOTES = [
  'A logged day has at least one entry. A streak is a run of consecutive logged days of one person within the period. Foods are told apart by their name as written.',
  'Nutrients per logged day are what the entries carry, divided by those logged days on which at least one entry carries that nutrient. Where the share of entries is low, the true intake is higher than the figure. For several people, a day counts once for each person.',
];

/** Key figures against the previous period of equal length, and how far the nutrients can be trusted. */
export function summarySection(data: FoodLogData): Section {
  const blocks: Block[] = [
    { kind: 'paragraph', tone: 'lead', text: lead(data) },
    { kind: 'facts', key: 'figures', facts: factsOf(data) },
    comparison(data),
    {
      kind: 'table',
      key: 'nutrients',
      title: 'Nutrients per logged day',
      columns: [
        column('nutrient', 'Nutrient', TEXT, { width: 16 }),
        column('unit', 'Unit', TEXT),
        column('perDay', 'Per logged day', ONE_DIGIT),
        column('entries', 'Entries that carry it', INTEGER),
        column('share', 'Share of entries', SHARE),
        column('previousPerDay', 'Previous period', ONE_DIGIT),
        column('previousShare', 'Previous share', SHARE),
        column('change', 'Change', ONE_DIGIT),
      ],
      rows: [nutrientRows(data)],
      tail: 'full',
    },
    ...NOTES.map((text): Block => ({ kind: 'paragraph', tone: 'note', text })),
  ];
  return { key: 'summary', title: 'Summary', blocks };
}
