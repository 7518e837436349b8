import { addDays, daysBetween } from '@pressroom/kernel';
import { bucketOf, daysIn, mondayOf, type Bucket, type Period } from './buckets';
import { isComplete, meanOf, qualityOf, streaksOf, type Quality, type Streaks } from './days';
import { NUTRIENTS, type Nutrient } from './food-log';
import type { DayIntake, NutrientAmounts } from './intake-figures';
import { theilSen, type Trend } from './theil-sen';

export interface IntakeQuestion {
  period: Period;
  previous: Period;
  /** kcal a day: decides which days are complete. */
  kcalTarget: number | null;
  /** Only some entries were read: then no day can be complete, and days with known energy stand in for them. */
  filtered: boolean;
}

export interface IntakeAnalysis {
  /** Days of the period with an entry, ascending. */
  logged: DayIntake[];
  /** Those that averages stand on. */
  complete: DayIntake[];
  completeBefore: DayIntake[];
  loggedBefore: number;
  /** Mean a complete day, over those that carry the nutrient. */
  means: NutrientAmounts;
  meansBefore: NutrientAmounts;
  /** Share of the logged energy whose entries carry the nutrient; for `kcal` the share of entries. Null without any. */
  coverage: NutrientAmounts;
  /** Theil–Sen over complete days, in units a week; null below five of them. */
  trends: Record<Nutrient, Trend | null>;
  quality: Quality;
  streaks: Streaks;
  entries: number;
  entriesBefore: number;
}

/** Below this share of energy a nutrient is hidden: its sums would be false lows. */
export const LEAST_COVERAGE = 0.6;

const within = (days: readonly DayIntake[], { from, to }: Period): DayIntake[] =>
  days.filter(({ date }) => date >= from && date <= to);

const total = (days: readonly DayIntake[], value: (day: DayIntake) => number): number =>
  days.reduce((sum, day) => sum + value(day), 0);

/** @param days logged days of the period and as far before it as was read, ascending */
export function analyseIntake(days: readonly DayIntake[], question: IntakeQuestion): IntakeAnalysis {
  const [logged, before] = [within(days, question.period), within(days, question.previous)];
  const counts = completeness(question);
  const [complete, completeBefore] = [logged.filter(counts), before.filter(counts)];
  return {
    logged,
    complete,
    completeBefore,
    loggedBefore: before.length,
    means: eachNutrient((nutrient) => meanIntake(complete, nutrient)),
    meansBefore: eachNutrient((nutrient) => meanIntake(completeBefore, nutrient)),
    coverage: eachNutrient((nutrient) => coverageOf(logged, nutrient)),
    trends: eachNutrient((nutrient) => trendOf(complete, nutrient, question.period)),
    quality: qualityOf(complete.length, daysIn(question.period)),
    streaks: streaksOf(
      logged.map(({ date }) => date),
      question.period.to,
    ),
    entries: total(logged, ({ entries }) => entries),
    entriesBefore: total(before, ({ entries }) => entries),
  };
}

/** Which days averages stand on. */
export function completeness(question: Pick<IntakeQuestion, 'filtered' | 'kcalTarget'>) {
  return (day: DayIntake): boolean =>
    question.filtered ? day.amounts.kcal !== null : isComplete(day, question.kcalTarget);
}

export function meanIntake(days: readonly DayIntake[], nutrient: Nutrient): number | null {
  return meanOf(days.map(({ amounts }) => amounts[nutrient]));
}

function coverageOf(days: readonly DayIntake[], nutrient: Nutrient): number | null {
  const reached = total(days, ({ reach }) => reach[nutrient]);
  const whole =
    nutrient === 'kcal'
      ? total(days, ({ entries }) => entries)
      : total(days, ({ amounts }) => amounts.kcal ?? 0);
  return whole === 0 ? null : reached / whole;
}

/** Pairs grow with the square of the points: beyond this, weekly means stand for the days. */
const MOST_POINTS = 400;

function trendOf(days: readonly DayIntake[], nutrient: Nutrient, { from }: Period): Trend | null {
  const points = days.flatMap(({ date, amounts }) => {
    const amount = amounts[nutrient];
    return amount === null ? [] : [{ x: daysBetween(from, date) / 7, y: amount }];
  });
  return theilSen(points.length <= MOST_POINTS ? points : weeklyMeans(points));
}

function weeklyMeans(points: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  const weeks = new Map<number, number[]>();
  for (const { x, y } of points) weeks.set(Math.floor(x), [...(weeks.get(Math.floor(x)) ?? []), y]);
  return [...weeks].map(([x, values]) => ({ x, y: meanOf(values) ?? 0 }));
}

/** A week or month of days. Means are over its complete days. */
export interface IntakeBucket {
  bucket: string;
  days: number;
  complete: number;
  entries: number;
  means: NutrientAmounts;
}

/** Every bucket that the period touches, those without a logged day too. */
export function rollUp(
  analysis: Pick<IntakeAnalysis, 'logged' | 'complete'>,
  names: readonly string[],
  bucket: Bucket,
): IntakeBucket[] {
  return names.map((name) => {
    const of = (days: readonly DayIntake[]) => days.filter(({ date }) => bucketOf(date, bucket) === name);
    const [logged, complete] = [of(analysis.logged), of(analysis.complete)];
    return {
      bucket: name,
      days: logged.length,
      complete: complete.length,
      entries: total(logged, ({ entries }) => entries),
      means: eachNutrient((nutrient) => meanIntake(complete, nutrient)),
    };
  });
}

/** Weeks as rows (named by Monday), weekdays as columns; null outside the period or without a value. */
export function calendarGrid(
  period: Period,
  value: (date: string) => number | null,
): { week: string; values: (number | null)[] }[] {
  const weeks: { week: string; values: (number | null)[] }[] = [];
  for (let week = mondayOf(period.from); week <= period.to; week = addDays(week, 7))
    weeks.push({
      week,
      values: Array.from({ length: 7 }, (_, at) => {
        const date = addDays(week, at);
        return date < period.from || date > period.to ? null : value(date);
      }),
    });
  return weeks;
}

/** A record with one value a nutrient. */
export function eachNutrient<Value>(value: (nutrient: Nutrient) => Value): Record<Nutrient, Value> {
  return Object.fromEntries(NUTRIENTS.map((nutrient) => [nutrient, value(nutrient)])) as Record<
    Nutrient,
    Value
  >;
}
