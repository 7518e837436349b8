/** Values at equal steps of time, oldest first; null where nothing was observed. */
export type Series = readonly (number | null)[];

/** What a value can be at all: forecasts and bands are cut there. */
export interface Bounds {
  least: number;
  most: number;
}

export function within({ least, most }: Bounds, value: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Places and values of what was observed. */
export function observed(series: Series): { at: number; value: number }[] {
  return series.flatMap((value, at) => (value === null ? [] : [{ at, value }]));
}

/** A season needs two full periods and ten points more; below that nobody could tell it from chance. */
export function fewestFor(period: number): number {
  return 2 * period + 10;
}
