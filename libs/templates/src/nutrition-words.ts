import { NUTRIENTS, type Nutrient } from '@pressroom/nutrition';

/** Names and units of the nutrients, as headers print them. */
export const NUTRIENT_WORDS: Record<Nutrient, { name: string; unit: string }> = {
  kcal: { name: 'Energy', unit: 'kcal' },
  proteinG: { name: 'Protein', unit: 'g' },
  carbsG: { name: 'Carbohydrates', unit: 'g' },
  fatG: { name: 'Fat', unit: 'g' },
  fibreG: { name: 'Fibre', unit: 'g' },
  sugarG: { name: 'Sugar', unit: 'g' },
  sodiumMg: { name: 'Sodium', unit: 'mg' },
};

export const NUTRIENT_LIST = NUTRIENTS.map((nutrient) => ({ nutrient, ...NUTRIENT_WORDS[nutrient] }));

/** ISO weekdays, Monday first. */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

export const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
