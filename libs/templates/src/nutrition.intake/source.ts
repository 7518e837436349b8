import type {
  CategoryBucket,
  CategoryIntake,
  DayIntake,
  HourEntries,
  IntakeFilter,
  LogCell,
  MealIntake,
  TopIntake,
  WeekVariety,
} from '@pressroom/nutrition';

/** What this template reads, of one person. All answers come from one snapshot. */
export abstract class IntakeSource {
  /** Logged dates in ascending order. */
  abstract days(filter: IntakeFilter): Promise<DayIntake[]>;
  abstract weeks(filter: IntakeFilter): Promise<WeekVariety[]>;
  abstract top(filter: IntakeFilter, top: number): Promise<TopIntake>;
  abstract categories(filter: IntakeFilter): Promise<{ totals: CategoryIntake[]; buckets: CategoryBucket[] }>;
  abstract meals(filter: IntakeFilter): Promise<MealIntake[]>;
  abstract hours(filter: IntakeFilter): Promise<HourEntries[]>;
  /** When the newest entry was written; null when there are none. */
  abstract asOf(filter: IntakeFilter): Promise<Date | null>;
  /** The raw entries, each with the cells of the Log section's columns in order. */
  abstract rows(filter: IntakeFilter): AsyncIterable<LogCell[][]>;
}
