import { endOf, neverCloses, type HoursRow } from './business-hours';
import type { ZoneClock } from './zone-clock';

/** Beginnings and ends by turns, rising: `[from, to, from, to, …]`. They neither touch nor overlap. */
export type Spans = readonly number[];

/** An opening lasts less than a week; two when the clocks jump over the one gap between them. */
const LOOK_BACK_DAYS = 15;

/** 1970-01-01 was a Thursday; 0 is Monday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/**
 * When a store is open: each window of each local date made absolute, touching and overlapping ones merged, cut at
 * now and nowhere else. Without hours, and when no moment of the week is closed, it is one opening without a beginning.
 * @param since openings that ended before it are left out
 */
export function openingsOf(
  hours: readonly HoursRow[],
  clock: ZoneClock,
  { since, now }: { since: number; now: number },
): Spans {
  if (hours.length === 0 || neverCloses(hours)) return [-Infinity, now];
  const found: { from: number; to: number }[] = [];
  const last = clock.dayOf(now);
  for (let day = clock.dayOf(since) - LOOK_BACK_DAYS; day <= last; day += 1) {
    const weekday = weekdayOf(day);
    for (const row of hours) {
      if (row.day !== weekday) continue;
      const from = clock.instantOf(day, row.opens);
      const to = Math.min(clock.instantOf(day, endOf(row)), now);
      if (to > from) found.push({ from, to });
    }
  }
  return merged(found, since);
}

function merged(found: { from: number; to: number }[], since: number): number[] {
  found.sort((a, b) => a.from - b.from);
  const spans: number[] = [];
  for (const { from, to } of found) {
    const end = spans.length - 1;
    const reached = spans[end];
    if (reached !== undefined && from <= reached) spans[end] = Math.max(reached, to);
    else if (reached !== undefined && reached < since) spans.splice(0, spans.length, from, to);
    else spans.push(from, to);
  }
  const reached = spans.at(-1);
  return reached !== undefined && reached < since ? [] : spans;
}
