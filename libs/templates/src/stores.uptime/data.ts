import type { FleetHour, Policy, StoreUptime, Window } from '@pressroom/stores';

/** What the sections are laid out from. */
export interface UptimeData {
  /** Microseconds since 1970; null when there is no poll. */
  now: number | null;
  policy: Policy;
  custom: Window | null;
  worst: number;
  stores: readonly StoreUptime[];
  fleet: readonly FleetHour[];
}

/** Said in place of rows. */
export const NO_POLLS = 'No store has a poll.';

/** A cell holds milliseconds. */
export function dateOf(micros: number): Date {
  return new Date(Math.floor(micros / 1000));
}

/** A part of a whole; null when there is no whole. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Rows in batches that a builder can take between two looks at the clock. */
export function* batches<Item, Row>(items: readonly Item[], rowOf: (item: Item) => Row): Generator<Row[]> {
  const size = 1000;
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size).map(rowOf);
}
