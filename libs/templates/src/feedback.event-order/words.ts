import { instantIn } from '@pressroom/document';
import { aliasOf, type Micros } from '@pressroom/feedback';

/** `45 s`, `12 min`, `1 h 5 min`, `3 d 2 h`: two units at most, rounded to the smaller. For sentences. */
export function spoken(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(seconds / 3600);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const pair = (large: number, one: string, small: number, other: string): string =>
  small === 0 ? `${large} ${one}` : `${large} ${one} ${small} ${other}`;

/** `40 min to 52 min`; one figure when both read alike. */
export function between(least: number, greatest: number): string {
  const [from, to] = [spoken(least), spoken(greatest)];
  return from === to ? from : `${from} to ${to}`;
}

export const dateOf = (at: Micros): Date => new Date(at / 1000);

/** `2024-07-21 03:04 to 05:10`; the day is said twice only when it changes. */
export function windowOf(start: Micros, end: Micros, timeZone: string): string {
  const [from, to] = [start, end].map((at) => instantIn(dateOf(at), timeZone).slice(0, 16));
  if (from === undefined || to === undefined || from === to) return from ?? '';
  return `${from} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

/** `Q1, Q2 and Q5`. */
export function listed(units: readonly number[]): string {
  const names = units.map(aliasOf);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
