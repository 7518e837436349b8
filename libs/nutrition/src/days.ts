import { addDays, daysBetween } from '@pressroom/kernel';
import { daysIn, type Period } from './buckets';
import type { DayIntake } from './intake-figures';

/** A day is complete from half the target's energy on; a person who eats less has not logged everything. */
const COMPLETE_SHARE = 0.5;
const COMPLETE_MEALS = 2;

/**
 * Whether a day's sums can stand for what was eaten: at least two distinct meals, and at least half of the target's
 * energy or, without a target, energy on at least half of the entries.
 * @param target kcal a day
 */
export function isComplete(day: DayIntake, target: number | null): boolean {
  if (day.meals < COMPLETE_MEALS || day.amounts.kcal === null) return false;
  return target === null ? day.reach.kcal >= day.entries / 2 : day.amounts.kcal >= target * COMPLETE_SHARE;
}

export type Quality = 'A' | 'B' | 'C' | 'D';

/** How reliable averages are: A from 80 % of the period's days complete, B from 60 %, C from 40 %, D below. */
export function qualityOf(complete: number, days: number): Quality {
  const share = days === 0 ? 0 : complete / days;
  if (share >= 0.8) return 'A';
  if (share >= 0.6) return 'B';
  return share >= 0.4 ? 'C' : 'D';
}

export interface Streaks {
  /** Consecutive logged dates that end on the last day or the day before: a day still running breaks nothing. */
  current: number;
  longest: number;
}

/** @param dates distinct logged dates in ascending order @param last the last day of the period */
export function streaksOf(dates: readonly string[], last: string): Streaks {
  let [run, longest] = [0, 0];
  let before: string | undefined;
  for (const date of dates) {
    run = before !== undefined && daysBetween(before, date) === 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
    before = date;
  }
  const open = before !== undefined && daysBetween(before, last) <= 1;
  return { current: open ? run : 0, longest };
}

/**
 * Trailing mean over `span` calendar days, over the days with a value only: a missing day is never a 0.
 * Null where fewer than `least` of them have one.
 * @param values by date; may reach back before the period
 */
export function calendarMean(
  period: Period,
  values: ReadonlyMap<string, number>,
  span: number,
  least: number,
): (number | null)[] {
  return Array.from({ length: daysIn(period) }, (_, at) => {
    const date = addDays(period.from, at);
    let [sum, count] = [0, 0];
    for (let back = 0; back < span; back++) {
      const value = values.get(addDays(date, -back));
      if (value !== undefined) [sum, count] = [sum + value, count + 1];
    }
    return count < least ? null : sum / count;
  });
}

/** Mean of the known values; null when there is none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Middle value, or the mean of the two middle ones; null when there is none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
