import type { Bucket, Period } from './buckets';
import type { FoodCategory, MealType } from './food-log';

/** Which entries a report is about. */
export interface LogFilter extends Period {
  /** Null: everyone's, which also needs a snapshot of system scope. */
  accountId: string | null;
  /** Empty: all. */
  categories: readonly FoodCategory[];
  /** Absent or empty: all, those without a meal too. */
  meals?: readonly MealType[];
  /** Exact names; absent or empty: all. */
  foods?: readonly string[];
}

export interface BucketedFilter extends LogFilter {
  bucket: Bucket;
}

/** A WHERE condition, its parameters, and the number that the next parameter takes. */
export interface Condition {
  sql: string;
  params: unknown[];
  next: number;
}

/** The condition of a filter. What is not asked for is left out, so that the planner sees which index fits. */
export function conditionOf(filter: LogFilter): Condition {
  const params: unknown[] = [filter.from, filter.to];
  const parts = ['logged_on BETWEEN $1::date AND $2::date'];
  const add = (value: unknown, condition: (place: string) => string): void => {
    params.push(value);
    parts.push(condition(`$${params.length}`));
  };
  if (filter.accountId !== null) add(filter.accountId, (place) => `account_id = ${place}::uuid`);
  addList(filter.categories, 'category', add);
  addList(filter.meals, 'meal_type', add);
  addList(filter.foods, 'food_name', add);
  return { sql: parts.join(' AND '), params, next: params.length + 1 };
}

function addList(
  values: readonly string[] | undefined,
  column: string,
  add: (value: unknown, condition: (place: string) => string) => void,
): void {
  if (values !== undefined && values.length > 0)
    add([...values], (place) => `${column} = ANY(${place}::text[])`);
}
