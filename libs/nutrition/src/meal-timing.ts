import { medianOf } from './days';
import type { DayIntake } from './intake-figures';

export interface MealTiming {
  /** Median hours of the day. */
  firstHour: number | null;
  lastHour: number | null;
  /** Median hours from the first to the last timed entry of a day. */
  window: number | null;
  /** Share of timed energy eaten from 20:00 on; null when no energy is timed. */
  lateShare: number | null;
  /** Days with at least one timed entry. */
  days: number;
}

export function mealTiming(days: readonly DayIntake[]): MealTiming {
  const timed = days.flatMap(({ firstHour, lastHour }) =>
    firstHour === null || lastHour === null ? [] : [{ firstHour, lastHour }],
  );
  const energy = days.reduce((sum, { timedKcal }) => sum + timedKcal, 0);
  const late = days.reduce((sum, { lateKcal }) => sum + lateKcal, 0);
  return {
    firstHour: medianOf(timed.map(({ firstHour }) => firstHour)),
    lastHour: medianOf(timed.map(({ lastHour }) => lastHour)),
    window: medianOf(timed.map(({ firstHour, lastHour }) => lastHour - firstHour)),
    lateShare: energy === 0 ? null : late / energy,
    days: timed.length,
  };
}
