import type { CellValue, Chart, Section } from '@pressroom/document';
import {
  bucketsOf,
  energyShares,
  isNear,
  MACROS,
  ratio,
  rollUp,
  type DayIntake,
  type Macro,
} from '@pressroom/nutrition';
import { column, DATE, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NUTRIENT_WORDS } from '../nutrition-words';
import { targetOf, type IntakeFrame } from './frame';

const place = (value: number, low: number, high: number): string =>
  value < low ? 'below the range' : value > high ? 'above the range' : 'within the range';

/** Complete days within the macro's range: a tenth around the goal when there is one, else the acceptable range. */
function daysWithin(days: readonly DayIntake[], nutrient: Macro, goal: number | null): [number, number] {
  const range = MACROS.find((macro) => macro.nutrient === nutrient);
  const judged = days.flatMap(({ amounts }) => {
    const amount = amounts[nutrient];
    if (goal !== null) return amount === null ? [] : [isNear(amount, goal)];
    const share = energyShares(amounts)?.[nutrient];
    return share === undefined || range === undefined ? [] : [share >= range.low && share <= range.high];
  });
  return [judged.filter(Boolean).length, judged.length];
}

function macroRows(frame: IntakeFrame): CellValue[][] {
  const { means, complete } = frame.analysis;
  const shares = energyShares(means);
  return MACROS.map(({ nutrient, kcalPerGram, low, high }) => {
    const grams = means[nutrient];
    const share = shares?.[nutrient] ?? null;
    const goal = targetOf(frame, nutrient)?.value ?? null;
    const [within, judged] = daysWithin(complete, nutrient, goal);
    return [
      NUTRIENT_WORDS[nutrient].name,
      grams,
      grams === null ? null : grams * kcalPerGram,
      share,
      low,
      high,
      share === null ? null : place(share, low, high),
      goal,
      grams === null || goal === null ? null : grams / goal,
      ratio(within, judged),
      judged,
    ];
  });
}

function shareChart(frame: IntakeFrame): Chart {
  const weeks = rollUp(frame.analysis, bucketsOf(frame.data.filter, 'week'), 'week').map(
    ({ bucket, means }) => ({
      bucket,
      shares: energyShares(means),
    }),
  );
  return {
    kind: 'chart',
    key: 'macroShares',
    chart: 'stacked',
    title: 'Share of energy by week',
    categories: weeks.map(({ bucket }) => bucket),
    categoryFormat: DATE,
    categoryTitle: 'Week',
    series: MACROS.map(({ nutrient }) => ({
      key: nutrient,
      name: NUTRIENT_WORDS[nutrient].name,
      values: weeks.map(({ shares }) => shares?.[nutrient] ?? null),
    })),
    valueFormat: { kind: 'percent', digits: 0 },
    valueTitle: 'Share of energy',
  };
}

/** Protein, carbohydrates and fat as shares of energy, against the acceptable ranges and the goals. */
export function macrosSection(frame: IntakeFrame): Section {
  return {
    key: 'macros',
    title: 'Macros',
    blocks: [
      shareChart(frame),
      {
        kind: 'table',
        key: 'macros',
        title: 'Macros a complete day',
        columns: [
          column('macro', 'Macro', TEXT, { width: 16 }),
          column('grams', 'Amount', ONE_DIGIT, { unit: 'g' }),
          column('energy', 'Energy', ONE_DIGIT, { unit: 'kcal' }),
          column('share', 'Share of energy', SHARE),
          column('low', 'Range from', SHARE),
          column('high', 'Range to', SHARE),
          column('place', 'Against the range', TEXT, { width: 18 }),
          column('goal', 'Goal', ONE_DIGIT, { unit: 'g' }),
          column('goalShare', 'Of goal', SHARE),
          column('adherence', 'Days within', SHARE),
          column('days', 'Days judged', INTEGER),
        ],
        rows: [macroRows(frame)],
        tail: 'full',
        scales: [{ columns: ['share'], style: 'bar' }],
      },
      {
        kind: 'paragraph',
        tone: 'note',
        text: 'Energy follows 4 kcal a gram of protein and carbohydrates and 9 of fat; shares are of their sum. Ranges are the acceptable macronutrient distribution ranges for adults (NASEM). Days within: a tenth around the goal where there is one, otherwise within the range.',
      },
    ],
  };
}
