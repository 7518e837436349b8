import type { Bucket, Period } from './buckets';
import type { FoodCategory } from './food-log';

/** Which entries a report is about. */
export interface LogFilter extends Period {
  /** Null: everyone's, which also needs a snapshot of system scope. */
  accountId: string | null;
  /** Empty: all. */
  categories: readonly FoodCategory[];
}

export interface BucketedFilter extends LogFilter {
  bucket: Bucket;
}

/** A WHERE condition and its parameters `$1` to `$4`; further ones begin at `$5`. */
export interface Condition {
  sql: string;
  params: unknown[];
}

/**
 * The condition of a filter. Absent parts are left out, not written as `$n IS NULL OR …`, so that the planner
 * sees which index fits; unused parameters are typed to keep their numbers.
 */
export function conditionOf(filter: LogFilter): Condition {
  const parts = ['logged_on BETWEEN $1::date AND $2::date'];
  parts.push(filter.accountId === null ? '$3::uuid IS NULL' : 'account_id = $3::uuid');
  parts.push(filter.categories.length === 0 ? '$4::text[] IS NULL' : 'category = ANY($4::text[])');
  return {
    sql: parts.join(' AND '),
    params: [
      filter.from,
      filter.to,
      filter.accountId,
      filter.categories.length === 0 ? null : [...filter.categories],
    ],
  };
}
