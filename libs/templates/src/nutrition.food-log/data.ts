import type {
  BucketedFilter,
  FoodFigures,
  LogCell,
  LogGroups,
  Period,
  PeriodFigures,
} from '@pressroom/nutrition';

/** What the sections are laid out from. */
export interface FoodLogData {
  filter: BucketedFilter;
  previous: Period;
  figures: { current: PeriodFigures; previous: PeriodFigures };
  groups: LogGroups;
  topFoods: FoodFigures[];
  asOf: Date | null;
  /** Not yet read: may be consumed once. */
  rows: AsyncIterable<LogCell[][]>;
}

export function isEmpty(data: FoodLogData): boolean {
  return data.figures.current.entries === 0;
}

/** Said in place of rows. */
export const NO_ENTRIES = 'No entries in this period.';
