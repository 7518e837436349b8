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

/**
 * The sum of an amount as SQL: ten times 0.1 g is 1 g, not 0.9999999999999999, and the order of the rows does not show.
 * Six decimals are finer than any label and coarser than what binary addition leaves behind.
 * @param where adds only rows that meet it
 */
export function sumOf(column: string, where?: string): string {
  const sum = `sum(${column})${where === undefined ? '' : ` FILTER (WHERE ${where})`}`;
  return `round((${sum})::numeric, 6)::float8`;
}

// Whole-day arithmetic costs a tenth of date_trunc and extract; 0001-01-01 was a Monday.
export const DAYS_SINCE_MONDAY = `(logged_on - date '0001-01-01') % 7`;
export const MONDAY = `logged_on - ${DAYS_SINCE_MONDAY}`;

/** The name of the bucket that holds `logged_on`, as SQL. */
export const BUCKET_NAMES: Record<Bucket, string> = {
  day: 'logged_on',
  week: MONDAY,
  month: `date_trunc('month', logged_on::timestamp)::date`,
};
