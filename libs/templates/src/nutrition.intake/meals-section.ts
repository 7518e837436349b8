import type { Block, CellValue, Chart, Section, Table } from '@pressroom/document';
import { MEAL_TYPES, ratio, type MealIntake } from '@pressroom/nutrition';
import { capital, column, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NO_ENTRIES, shownNutrients, type IntakeFrame } from './frame';

/** In the order of the day; what has no meal comes last. */
function inOrder(meals: readonly MealIntake[]): MealIntake[] {
  return [...MEAL_TYPES, null].flatMap((wanted) => meals.filter(({ meal }) => meal === wanted));
}

const nameOf = (meal: MealIntake['meal']): string => (meal === null ? 'Not given' : capital(meal));

function mealTable(frame: IntakeFrame, meals: readonly MealIntake[], energy: number): Table {
  const shown = shownNutrients(frame);
  const rows = meals.map(({ meal, entries, days, hour, amounts }): CellValue[] => [
    nameOf(meal),
    entries,
    days,
    hour === null ? null : Math.round(hour * 60),
    amounts.kcal === null ? null : ratio(amounts.kcal, energy),
    ...shown.map(({ nutrient }) => amounts[nutrient]),
  ]);
  return {
    kind: 'table',
    key: 'meals',
    title: 'Meals',
    columns: [
      column('meal', 'Meal', TEXT, { width: 12 }),
      column('entries', 'Entries', INTEGER),
      column('days', 'Days', INTEGER),
      column('hour', 'Median hour', { kind: 'time' }),
      column('energyShare', 'Share of energy', SHARE),
      ...shown.map(({ nutrient, name, unit }) => column(nutrient, name, ONE_DIGIT, { unit })),
    ],
    rows: [rows],
    tail: 'full',
    emptyText: NO_ENTRIES,
    scales: [{ columns: ['energyShare'], style: 'bar' }],
  };
}

function shareChart(meals: readonly MealIntake[], energy: number): Chart {
  const values = meals.map(({ amounts }) => ratio(amounts.kcal ?? 0, energy));
  return {
    kind: 'chart',
    key: 'mealShares',
    chart: 'column',
    title: 'Share of energy by meal',
    categories: meals.map(({ meal }) => nameOf(meal)),
    categoryFormat: TEXT,
    categoryTitle: 'Meal',
    series: [{ key: 'energyShare', name: 'Share of energy', values }],
    valueFormat: { kind: 'percent', digits: 0 },
    valueTitle: 'Share of energy',
  };
}

/** How the day's energy spreads over its meals. */
export function mealsSection(frame: IntakeFrame): Section {
  const meals = inOrder(frame.data.meals);
  const energy = meals.reduce((sum, { amounts }) => sum + (amounts.kcal ?? 0), 0);
  const blocks: Block[] = [
    ...(energy > 0 ? [shareChart(meals, energy)] : []),
    mealTable(frame, meals, energy),
    { kind: 'paragraph', tone: 'note', text: 'Amounts are sums over the period.' },
  ];
  return { key: 'meals', title: 'Meals', blocks };
}
