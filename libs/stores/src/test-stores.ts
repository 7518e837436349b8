import type { HoursRow } from './business-hours';
import { readTimeOfDay } from './business-hours';
import type { Polls } from './policies';
import { readInstant } from './poll-time';

/** Microseconds of an instant written out. */
export function at(text: string): number {
  const instant = readInstant(text);
  if (instant === null) throw new Error(`${text} is no instant`);
  return instant;
}

/** `10:14+` is an active poll, `11:15-` an inactive one; with a date in front when it is not the given day. */
export function pollsOf(day: string, ...words: string[]): Polls {
  return {
    times: Float64Array.from(words, (word) => {
      const time = word.slice(0, -1);
      return at(time.includes(' ') ? time : `${day} ${time.length === 5 ? `${time}:00` : time}`);
    }),
    up: Uint8Array.from(words, (word) => (word.endsWith('+') ? 1 : 0)),
  };
}

/** `3 09:00-12:00`: Thursday from 9 to 12. */
export function hoursOf(...words: string[]): HoursRow[] {
  return words.map((word) => {
    const [day = '', window = ''] = word.split(' ');
    const [opens = '', closes = ''] = window.split('-');
    return { day: Number(day), opens: readTimeOfDay(opens) ?? NaN, closes: readTimeOfDay(closes) ?? NaN };
  });
}

/** The same numbers at every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
