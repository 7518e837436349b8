import { FOOD_CATEGORIES, MEAL_TYPES } from '@pressroom/nutrition';
import { z } from 'zod';

const amount = z.number().nullable();

/** A food log as it is answered. */
export const foodLogResource = z.object({
  id: z.uuid(),
  foodName: z.string(),
  category: z.enum(FOOD_CATEGORIES),
  loggedOn: z.iso.date(),
  loggedAt: z.iso.datetime().nullable(),
  mealType: z.enum(MEAL_TYPES).nullable(),
  quantity: amount,
  unit: z.string().nullable(),
  kcal: amount,
  proteinG: amount,
  carbsG: amount,
  fatG: amount,
  fibreG: amount,
  sugarG: amount,
  sodiumMg: amount,
  source: z.string(),
  createdAt: z.iso.datetime(),
});

export const foodLogPage = z.object({ data: z.array(foodLogResource), nextCursor: z.string().nullable() });
export const foodLogOrLogs = z.union([foodLogResource, z.array(foodLogResource)]);
