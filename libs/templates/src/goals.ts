import type { Nutrient } from '@pressroom/nutrition';
import { z } from 'zod';

const target = (most: number, what: string) => z.number().positive().max(most).optional().describe(what);

/** Daily targets, as flat parameters: a person's goals, given with the request. */
export const goalFields = {
  kcalTarget: target(20_000, 'Energy target, kcal a day.'),
  proteinTargetG: target(2000, 'Protein target, g a day.'),
  carbsTargetG: target(2000, 'Carbohydrate target, g a day.'),
  fatTargetG: target(2000, 'Fat target, g a day.'),
};

export interface Goals {
  kcalTarget?: number | undefined;
  proteinTargetG?: number | undefined;
  carbsTargetG?: number | undefined;
  fatTargetG?: number | undefined;
}

/** The target of a nutrient; null when there is none. */
export function goalOf(goals: Goals, nutrient: Nutrient): number | null {
  switch (nutrient) {
    case 'kcal':
      return goals.kcalTarget ?? null;
    case 'proteinG':
      return goals.proteinTargetG ?? null;
    case 'carbsG':
      return goals.carbsTargetG ?? null;
    case 'fatG':
      return goals.fatTargetG ?? null;
    case 'fibreG':
    case 'sugarG':
    case 'sodiumMg':
      return null;
  }
}
