import type { Block, CellValue, Section } from '@pressroom/document';
import { MEAL_TYPES, ratio, type MealIntake } from '@pressroom/nutrition';
import { capital, column, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NO_ENTRIES, shownNutrients, type IntakeFrame } from './frame';

/** In the order of the day; what has no meal comes last. */
function inOrder(meals: readonly MealIntake[]): MealIntake[] {
  return [...MEAL_TYPES, null].flatMap((wanted) => meals.filter(({ meal }) => meal === wanted));
}

const nameOf = (meal: MealIntake['meal']): string => (meal === null ? 'Not given' : capital(meal));

/** How the day's energy spreads over its meals. */
export function mealsSection(frame: IntakeFrame): Section {
  const meals = inOrder(frame.data.meals);
  const shown = shownNutrients(frame);
  const energy = meals.reduce((sum, { amounts }) => sum + (amounts.kcal ?? 0), 0);
  const rows = meals.map(({ meal, entries, days, hour, amounts }): CellValue[] => [
    nameOf(meal),
    entries,
    days,
    hour === null ? null : Math.round(hour * 60),
    amounts.kcal === null ? null : ratio(amounts.kcal, energy),
    ...shown.map(({ nutrient }) => amounts[nutrient]),
  ]);
  const blocks: Block[] = [
    {
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
    },
    { kind: 'paragraph', tone: 'note', text: 'Amounts are sums over the period.' },
  ];
  if (energy > 0)
    blocks.unshift({
      kind: 'chart',
      key: 'mealShares',
      chart: 'column',
      title: 'Share of energy by meal',
      categories: meals.map(({ meal }) => nameOf(meal)),
      categoryFormat: TEXT,
      categoryTitle: 'Meal',
      series: [
        {
          key: 'energyShare',
          name: 'Share of energy',
          values: meals.map(({ amounts }) => ratio(amounts.kcal ?? 0, energy)),
        },
      ],
      valueFormat: { kind: 'percent', digits: 0 },
      valueTitle: 'Share of energy',
    });
  return { key: 'meals', title: 'Meals', blocks };
}
