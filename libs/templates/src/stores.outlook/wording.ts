import type { Wording } from '@pressroom/analysis';
import { display, instantIn } from '@pressroom/document';
import { type Buckets, countOf, DAY, HOUR } from '@pressroom/stores';
import { ONE_DIGIT, SHARE } from '../columns';
import { dateOf } from '../stores.uptime/data';

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** `2.3 points`: shares differ by points of a hundred. */
export function points(difference: number): string {
  const text = display(difference * 100, ONE_DIGIT);
  return `${text} ${text === '1.0' ? 'point' : 'points'}`;
}

/** When a step begins, also one after the last: `2023-01-21 14:00`, or `2023-01-21` for days. */
export function momentOf({ step, edges }: Buckets, at: number, timeZone: string): string {
  return instantIn(dateOf(beginOf({ step, edges }, at)), timeZone).slice(0, step === 'hour' ? 16 : 10);
}

/** Microseconds; steps after the last are as long as an hour or, near enough for its date, a day. */
export function beginOf({ step, edges }: Buckets, at: number): number {
  const last = edges.length - 1;
  if (at <= last) return edges[at] ?? 0;
  const end = edges[last] ?? 0;
  // Noon of a day, so that a change of the clocks does not move its date.
  return step === 'hour' ? end + (at - last) * HOUR : end + (at - last) * DAY + DAY / 2;
}

/** `14:00`, or `Saturdays`: the name of a phase of the season, as the last steps have it. */
export function phaseName(buckets: Buckets, phase: number, period: number, timeZone: string): string {
  const count = countOf(buckets);
  const latest = phase + period * Math.max(0, Math.floor((count - 1 - phase) / period));
  const moment = momentOf(buckets, latest, timeZone);
  if (buckets.step === 'hour') return moment.slice(11);
  const weekday = (new Date(`${moment}T00:00:00Z`).getUTCDay() + 6) % 7;
  return WEEKDAYS[weekday] ?? '';
}

/** How a fleet's uptime is spoken of. */
export function wordingOf(buckets: Buckets, timeZone: string, subject: string): Wording {
  const { step } = buckets;
  const period = step === 'hour' ? 24 : 7;
  return {
    subject,
    value: (share) => display(share, SHARE),
    difference: points,
    moment: (at) => momentOf(buckets, at, timeZone),
    phase: (phase) =>
      `${step === 'hour' ? 'in the hour from' : 'on'} ${phaseName(buckets, phase, period, timeZone)}`,
    step,
    pace: { name: 'week', steps: step === 'hour' ? 168 : 7 },
  };
}
