import type {
  BucketedFilter,
  FoodFigures,
  LogCell,
  LogFilter,
  LogGroups,
  PeriodFigures,
} from '@pressroom/nutrition';

/** What this template reads. All answers come from one snapshot. */
export abstract class FoodLogSource {
  /** The period's figures and those of the period of equal length before it. */
  abstract figures(filter: LogFilter): Promise<{ current: PeriodFigures; previous: PeriodFigures }>;
  /** When the newest entry of the period was written; null when there are none. */
  abstract asOf(filter: LogFilter): Promise<Date | null>;
  abstract groups(filter: BucketedFilter): Promise<LogGroups>;
  /** At most `top` foods, by entries, ties by name. */
  abstract topFoods(filter: LogFilter, top: number): Promise<FoodFigures[]>;
  /** The raw entries, each with the cells of the Log section's columns in order. */
  abstract rows(filter: LogFilter): AsyncIterable<LogCell[][]>;
}
