import type { Block, Section } from '@pressroom/document';
import { MEAL_TYPES, type WeekdayHour, type WeekdayMeal } from '@pressroom/nutrition';
import { capital, counted, INTEGER } from '../columns';
import { heatBlocks } from '../heat';
import { HOURS } from '../nutrition-words';
import { NO_ENTRIES, type FoodLogData } from './data';

const sumOf = (cells: readonly { entries: number }[]): number =>
  cells.reduce((sum, { entries }) => sum + entries, 0);

function hourBlocks(cells: readonly WeekdayHour[]): Block[] {
  return heatBlocks({
    key: 'habits',
    title: 'Entries by weekday and hour',
    across: HOURS.map((hour, at) => ({ key: `h${hour}`, title: hour, value: at })),
    acrossTitle: 'Hour',
    cells: cells.map(({ weekday, hour, entries }) => ({ weekday, at: hour, value: entries })),
    format: INTEGER,
    valueTitle: 'Entries',
  });
}

function mealBlocks(cells: readonly WeekdayMeal[]): Block[] {
  return heatBlocks({
    key: 'habitMeals',
    title: 'Entries by weekday and meal',
    across: [
      ...MEAL_TYPES.map((meal) => ({ key: meal, title: capital(meal), value: meal })),
      { key: 'notGiven', title: 'Not given', value: null },
    ],
    acrossTitle: 'Meal',
    cells: cells.map(({ weekday, meal, entries }) => ({ weekday, at: meal, value: entries })),
    format: INTEGER,
    valueTitle: 'Entries',
  });
}

/** When things are eaten: by hour as far as hours are known, and by meal. */
export function habitsSection({ groups, figures }: FoodLogData): Section {
  const total = figures.current.entries;
  if (total === 0)
    return {
      key: 'habits',
      title: 'Habits',
      blocks: [{ kind: 'paragraph', text: NO_ENTRIES }],
    };
  const timed = groups.hours.filter(({ hour }) => hour !== null);
  const note = `Hours are those of the place where the entry was logged; ${counted(sumOf(timed), 'entry', 'entries')} of ${total} carry one.`;
  return {
    key: 'habits',
    title: 'Habits',
    blocks: [
      ...(timed.length > 0 ? hourBlocks(timed) : []),
      ...mealBlocks(groups.meals),
      { kind: 'paragraph', tone: 'note', text: note },
    ],
  };
}
