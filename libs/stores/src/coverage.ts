import type { Spans } from './openings';
import { MINUTE } from './zone-clock';

/** A poll tells of the time within 90 minutes of it; further off, what a report says is an assumption. */
export const REACH = 90 * MINUTE;

/**
 * The parts of the openings that no poll is near to.
 * @param times of the polls, rising; those since `since` and the last one before
 */
export function unseen(
  times: Float64Array,
  openings: Spans,
  since: number,
  say: (from: number, to: number) => void,
): void {
  let next = 0;
  for (let at = 0; at < openings.length; at += 2) {
    let from = Math.max(openings[at] ?? 0, since);
    const to = openings[at + 1] ?? 0;
    while (next < times.length && (times[next] ?? 0) + REACH <= from) next += 1;
    for (let poll = next; from < to; poll += 1) {
      const time = times[poll] ?? Infinity;
      if (time - REACH > from) say(from, Math.min(time - REACH, to));
      from = time + REACH;
    }
  }
}
