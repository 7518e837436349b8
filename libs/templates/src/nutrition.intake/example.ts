import { addDays } from '@pressroom/kernel';
import { MEAL_TYPES } from '@pressroom/nutrition';
import { AWKWARD_ENTRIES, EXAMPLE_ACCOUNT } from '../awkward-entries';
import type { TemplateExample } from '../template-example';
import { foodLogExample } from '../nutrition.food-log/example';
import type { MemoryEntry } from '../nutrition.food-log/memory-source';
import { MemoryIntakeSource } from './memory-source';

/** Three meals a day for six weeks, with a gap, so that averages, trends and completeness have something to say. */
function regularMeals(): MemoryEntry[] {
  const days = Array.from({ length: 42 }, (_, at) => at).filter((at) => at % 11 !== 5);
  return days.flatMap((at) =>
    MEAL_TYPES.slice(0, 3).map((meal, course): MemoryEntry => ({
      accountId: EXAMPLE_ACCOUNT,
      loggedOn: addDays('2024-01-29', at),
      hour: [7, 12, 20][course] ?? null,
      meal,
      food: ['Oats', 'Soup', 'Rice & "beans"'][course] ?? 'Oats',
      category: (['grain', 'vegetable', 'protein'] as const)[course] ?? 'other',
      quantity: 100 + course,
      unit: 'g',
      kcal: 500.5 + at * 2 + course * 100,
      proteinG: 20.005 + course,
      carbsG: 60 + (at % 3),
      fatG: 15 + course,
      fibreG: 8.125,
      // Too few entries carry sugar: the nutrient is hidden, and the report says so.
      sugarG: course === 0 ? 12 : null,
      sodiumMg: 700 + (at % 5) * 100,
      source: 'api',
      createdAt: new Date('2024-03-09T20:00:00Z'),
    })),
  );
}

export const intakeExample: TemplateExample = {
  template: 'nutrition.intake',
  // One entry of 50,000 kcal would be half of all energy and hide every nutrient that it does not carry.
  source: new MemoryIntakeSource([
    ...AWKWARD_ENTRIES.filter(({ kcal }) => (kcal ?? 0) < 10_000),
    ...regularMeals(),
  ]),
  parameters: {
    from: '2024-02-12',
    to: '2024-03-10',
    kcalTarget: 1800,
    proteinTargetG: 65,
    sex: 'female',
    age: 40,
  },
  context: foodLogExample.context,
};
