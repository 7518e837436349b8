import type { FoodCategory, MealType, Nutrient } from './food-log';

/** Known amounts of one nutrient: the sum over the entries that carry it, and how far they reach. */
export interface NutrientSum {
  nutrient: Nutrient;
  /** In the nutrient's unit; 0 when nothing carries it. */
  sum: number;
  /** Entries that carry it. */
  entries: number;
  /** Person-days with at least one such entry. */
  days: number;
}

/** What a period amounts to. A person-day is a date on which one person logged at least one entry. */
export interface PeriodFigures {
  people: number;
  entries: number;
  /** Distinct dates with an entry of anyone. */
  days: number;
  personDays: number;
  uniqueFoods: number;
  /** Most consecutive dates that one person logged within the period. */
  longestStreak: number;
  nutrients: NutrientSum[];
}

export interface BucketFigures {
  /** The bucket's name: a local date. */
  bucket: string;
  entries: number;
  /** Sum over entries that carry it; null when none does. */
  kcal: number | null;
}

export interface CategoryFigures {
  category: FoodCategory;
  entries: number;
  kcal: number | null;
}

export interface CategoryWeek {
  /** Monday. */
  week: string;
  category: FoodCategory;
  entries: number;
}

/** Entries by ISO weekday (1 to 7) and hour of the day or meal; null: not given. */
export interface WeekdayHour {
  weekday: number;
  hour: number | null;
  entries: number;
}

export interface WeekdayMeal {
  weekday: number;
  meal: MealType | null;
  entries: number;
}

export interface FoodFigures {
  food: string;
  entries: number;
  lastEaten: string;
  kcal: number | null;
}

/** Everything that one pass over the period's entries counts. */
export interface LogGroups {
  buckets: BucketFigures[];
  categories: CategoryFigures[];
  categoryWeeks: CategoryWeek[];
  hours: WeekdayHour[];
  meals: WeekdayMeal[];
}

export type LogCell = string | number | null;
