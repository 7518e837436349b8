import type { Bucket } from './buckets';
import type { Nutrient } from './food-log';

export const NUTRIENT_COLUMNS: Record<Nutrient, string> = {
  kcal: 'kcal',
  proteinG: 'protein_g',
  carbsG: 'carbs_g',
  fatG: 'fat_g',
  fibreG: 'fibre_g',
  sugarG: 'sugar_g',
  sodiumMg: 'sodium_mg',
};

// Whole-day arithmetic costs a tenth of date_trunc and extract; 0001-01-01 was a Monday.
export const DAYS_SINCE_MONDAY = `(logged_on - date '0001-01-01') % 7`;
export const MONDAY = `logged_on - ${DAYS_SINCE_MONDAY}`;

/** The name of the bucket that holds `logged_on`, as SQL. */
export const BUCKET_NAMES: Record<Bucket, string> = {
  day: 'logged_on',
  week: MONDAY,
  month: `date_trunc('month', logged_on::timestamp)::date`,
};
