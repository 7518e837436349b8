import type { BucketedFilter, FoodFigures, LogFilter, LogGroups, PeriodFigures } from '@pressroom/nutrition';

/** What this template reads. All answers come from one snapshot. */
export abstract class WeekSource {
  /** The week's figures and those of the week before. */
  abstract figures(filter: LogFilter): Promise<{ current: PeriodFigures; previous: PeriodFigures }>;
  abstract groups(filter: BucketedFilter): Promise<LogGroups>;
  abstract topFoods(filter: LogFilter, top: number): Promise<FoodFigures[]>;
  /** When the newest entry of the week was written; null when there are none. */
  abstract asOf(filter: LogFilter): Promise<Date | null>;
}
