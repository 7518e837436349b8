import type { FoodLogPatch, FoodLogView, NewFoodLog } from './food-log';
import { localHourOf } from './local-hour';

/** Field → column and its PostgreSQL type, in the order in which rows are written. */
const COLUMNS = [
  ['foodName', 'food_name', 'text'],
  ['category', 'category', 'text'],
  ['loggedOn', 'logged_on', 'date'],
  ['loggedAt', 'logged_at', 'timestamptz'],
  ['mealType', 'meal_type', 'text'],
  ['quantity', 'quantity', 'float8'],
  ['unit', 'unit', 'text'],
  ['kcal', 'kcal', 'float8'],
  ['proteinG', 'protein_g', 'float8'],
  ['carbsG', 'carbs_g', 'float8'],
  ['fatG', 'fat_g', 'float8'],
  ['fibreG', 'fibre_g', 'float8'],
  ['sugarG', 'sugar_g', 'float8'],
  ['sodiumMg', 'sodium_mg', 'float8'],
] as const;

/** A row as pg delivers it under these names: instants as Date, dates as text. */
export type FoodLogRow = Omit<FoodLogView, 'loggedAt' | 'createdAt'> & {
  loggedAt: Date | null;
  createdAt: Date;
  /** `createdAt` to the microsecond: a page's position. */
  position: string;
};

/** Select list under the clients' names. */
export const SELECTED = `id, ${COLUMNS.map(([field, column]) => `${column} AS "${field}"`).join(', ')}, source,
  created_at AS "createdAt", to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS position`;

export function viewOf({ position: _, ...row }: FoodLogRow): FoodLogView {
  return {
    ...row,
    loggedAt: row.loggedAt === null ? null : row.loggedAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

/** One INSERT for any number of rows: every column is an array, so that the statement has always the same text. */
export const INSERT_MANY = `INSERT INTO food_logs (account_id, source, id, local_hour, ${COLUMNS.map(([, column]) => column).join(', ')})
  SELECT $1::uuid, $2::text, * FROM unnest($3::uuid[], $4::int2[], ${COLUMNS.map(([, , type], at) => `$${at + 5}::${type}[]`).join(', ')})`;

const hourOf = (log: NewFoodLog): number | null =>
  log.loggedAt === null || log.loggedAt === undefined ? null : localHourOf(log.loggedAt, log.timeZone);

/** Parameters of INSERT_MANY. */
export function insertParameters(
  accountId: string,
  source: string,
  ids: readonly string[],
  logs: readonly NewFoodLog[],
): unknown[] {
  const arrays = COLUMNS.map(([field]) => logs.map((log) => log[field] ?? null));
  return [accountId, source, ids, logs.map(hourOf), ...arrays];
}

/** SET list of a change and its parameters, which start at `$first`. */
export function assignments(patch: FoodLogPatch, first: number): { sql: string; params: unknown[] } {
  const changed: (readonly [string, unknown])[] = COLUMNS.flatMap(([field, column]) => {
    const value = patch[field];
    return value === undefined ? [] : [[column, value] as const];
  });
  if (patch.loggedAt !== undefined)
    changed.push([
      'local_hour',
      patch.loggedAt === null ? null : localHourOf(patch.loggedAt, patch.timeZone),
    ]);
  return {
    sql: changed.map(([column], at) => `${column} = $${first + at}`).join(', '),
    params: changed.map(([, value]) => value),
  };
}
