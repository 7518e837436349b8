import {
  driFor,
  LEAST_COVERAGE,
  type CategoryBucket,
  type CategoryIntake,
  type DayIntake,
  type Dri,
  type HourEntries,
  type IntakeAnalysis,
  type IntakeFilter,
  type LogCell,
  type MealIntake,
  type Nutrient,
  type Period,
  type TopIntake,
  type WeekVariety,
} from '@pressroom/nutrition';
import { goalOf } from '../goals';
import { NUTRIENT_LIST } from '../nutrition-words';
import type { IntakeParameters } from './parameters';

/** What was read. */
export interface IntakeData {
  filter: IntakeFilter;
  previous: Period;
  /** Logged days of the period and as far back as averages and comparison reach. */
  days: DayIntake[];
  weeks: WeekVariety[];
  top: TopIntake;
  categories: { totals: CategoryIntake[]; buckets: CategoryBucket[] };
  meals: MealIntake[];
  hours: HourEntries[];
  asOf: Date | null;
  /** Not yet read: may be consumed once. */
  rows: AsyncIterable<LogCell[][]>;
}

/** What every section is laid out from. */
export interface IntakeFrame {
  data: IntakeData;
  analysis: IntakeAnalysis;
  asked: IntakeParameters;
  /** A sum of some categories, meals or foods against a daily target would be a lie: then there are no targets. */
  filtered: boolean;
}

export const NO_ENTRIES = 'No entries in this period.';

/** A daily target, and what it rests on. */
export interface Target {
  value: number;
  kind: 'goal' | 'RDA' | 'AI';
  upper: { kind: string; value: number } | null;
}

/** The reference intakes of the person; empty without sex and age, or when targets are off. */
export function referencesOf({ asked, filtered }: IntakeFrame): Dri[] {
  if (filtered || asked.targets === 'none' || asked.sex === undefined || asked.age === undefined) return [];
  return driFor(asked.sex, asked.age);
}

/** The target of a nutrient: the person's goal, else the reference intake; null when off or unknown. */
export function targetOf(frame: IntakeFrame, nutrient: Nutrient): Target | null {
  if (frame.filtered || frame.asked.targets === 'none') return null;
  const goal = frame.asked.targets === 'goal' ? goalOf(frame.asked, nutrient) : null;
  if (goal !== null) return { value: goal, kind: 'goal', upper: null };
  const reference = referencesOf(frame).find((row) => row.nutrient === nutrient);
  return reference === undefined
    ? null
    : { value: reference.target, kind: reference.kind, upper: reference.upper };
}

/** Nutrients whose sums reach far enough to be shown; energy always is. */
export function shownNutrients({ analysis }: IntakeFrame): typeof NUTRIENT_LIST {
  return NUTRIENT_LIST.filter(
    ({ nutrient }) => nutrient === 'kcal' || (analysis.coverage[nutrient] ?? 0) >= LEAST_COVERAGE,
  );
}
