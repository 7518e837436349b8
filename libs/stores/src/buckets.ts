import { DAY, HOUR, type ZoneClock } from './zone-clock';

export const STEPS = ['hour', 'day'] as const;
export type Step = (typeof STEPS)[number];

/** Steps of equal name, one after the other: step n lies from edge n to edge n + 1, half-open. Microseconds. */
export interface Buckets {
  step: Step;
  edges: Float64Array;
}

export function countOf({ edges }: Buckets): number {
  return Math.max(0, edges.length - 1);
}

/** The whole hours or local days between two instants: what is cut at either end is left out. */
export function bucketsOf(step: Step, clock: ZoneClock, { from, to }: { from: number; to: number }): Buckets {
  const edges: number[] = [];
  const first = clock.dayOf(from);
  if (step === 'hour') {
    // Hours begin where the wall clock's do, also in zones that are half an hour off.
    const midnight = clock.instantOf(first, 0);
    for (let at = midnight + Math.ceil((from - midnight) / HOUR) * HOUR; at <= to; at += HOUR) edges.push(at);
  } else {
    for (let day = first; ; day += 1) {
      const at = clock.instantOf(day, 0);
      if (at > to) break;
      if (at >= from) edges.push(at);
    }
  }
  return { step, edges: Float64Array.from(edges) };
}

/** From this many whole days on, days say more than hours: three weeks and some. */
export const FEWEST_DAYS = 24;

/** Hours are looked at for four weeks at most: beyond that their number says nothing more. */
export const MOST_HOUR_DAYS = 28;

/** Days when there are enough of them, else hours. */
export function stepFor(clock: ZoneClock, span: { from: number; to: number }): Step {
  return countOf(bucketsOf('day', clock, span)) >= FEWEST_DAYS ? 'day' : 'hour';
}

/** For each bucket the day that it lies in, −1 when that day is not whole. */
export function daysOf({ edges }: Buckets, days: Buckets): Int32Array {
  const places = new Int32Array(Math.max(0, edges.length - 1)).fill(-1);
  let day = 0;
  for (let at = 0; at < places.length; at += 1) {
    const from = edges[at] ?? 0;
    while (day < countOf(days) && (days.edges[day + 1] ?? 0) <= from) day += 1;
    if (day < countOf(days) && from >= (days.edges[day] ?? 0)) places[at] = day;
  }
  return places;
}

/** Steps of the season that comes first to mind: a day of hours, a week of days. */
export function seasonOf(step: Step): number {
  return step === 'hour' ? DAY / HOUR : 7;
}
