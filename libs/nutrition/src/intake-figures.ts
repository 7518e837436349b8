import type { FoodCategory, MealType, Nutrient } from './food-log';
import type { LogFilter } from './log-filter';
import type { Bucket } from './buckets';

export type NutrientAmounts = Record<Nutrient, number | null>;

/** What one person logged on one date. Amounts are sums over the entries that carry them, null when none does. */
export interface DayIntake {
  date: string;
  entries: number;
  /** Distinct meals; an entry without one counts as the meal of its hour, when that is known. */
  meals: number;
  amounts: NutrientAmounts;
  /** Energy (kcal) of the entries that carry each nutrient: how far a sum reaches. For `kcal` itself: entries that carry it. */
  reach: Record<Nutrient, number>;
  /** Hours of the day (0 to 23) of the first and last timed entry. */
  firstHour: number | null;
  lastHour: number | null;
  /** Energy of timed entries, and of those from 20:00 on. */
  timedKcal: number;
  lateKcal: number;
}

/** Distinct foods and plants (fruit, vegetable, grain) of a week, named by its Monday. */
export interface WeekVariety {
  week: string;
  foods: number;
  plants: number;
}

export interface FoodIntake {
  food: string;
  entries: number;
  lastEaten: string;
  amounts: NutrientAmounts;
  /** Mean quantity of the entries that have one, when all of them have the same unit. */
  portion: number | null;
  unit: string | null;
}

/** Foods by entries and by energy, the `top` first ones each, and the five that carry most of every nutrient. */
export interface TopIntake {
  byEntries: FoodIntake[];
  byEnergy: FoodIntake[];
  contributors: Record<Nutrient, FoodIntake[]>;
  uniqueFoods: number;
}

export interface CategoryIntake {
  category: FoodCategory;
  entries: number;
  /** Sum of quantities given in grams. */
  grams: number | null;
  kcal: number | null;
  foods: number;
}

export interface CategoryBucket {
  bucket: string;
  category: FoodCategory;
  entries: number;
  kcal: number | null;
}

export interface MealIntake {
  /** Null: not given. */
  meal: MealType | null;
  entries: number;
  days: number;
  amounts: NutrientAmounts;
  /** Median hour of the timed entries. */
  hour: number | null;
}

/** Entries of a weekday (ISO, 1 to 7) and hour (0 to 23). */
export interface HourEntries {
  weekday: number;
  hour: number;
  entries: number;
}

export interface IntakeFilter extends LogFilter {
  accountId: string;
  bucket: Bucket;
}
