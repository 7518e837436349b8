import { addDays, daysBetween } from '@pressroom/kernel';

/** A step of a trend. A week is named by its Monday, a month by its first day. */
export const BUCKETS = ['day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** Local dates `YYYY-MM-DD`, both included. */
export interface Period {
  from: string;
  to: string;
}

/** Days of a period, both ends included. */
export function daysIn({ from, to }: Period): number {
  return daysBetween(from, to) + 1;
}

/** ISO weekday of a local date: Monday 1 to Sunday 7. */
export function weekdayOf(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

export function mondayOf(date: string): string {
  return addDays(date, 1 - weekdayOf(date));
}

/** Name of the bucket that holds a date. */
export function bucketOf(date: string, bucket: Bucket): string {
  switch (bucket) {
    case 'day':
      return date;
    case 'week':
      return mondayOf(date);
    case 'month':
      return `${date.slice(0, 7)}-01`;
  }
}

function nextBucket(name: string, bucket: Bucket): string {
  switch (bucket) {
    case 'day':
      return addDays(name, 1);
    case 'week':
      return addDays(name, 7);
    case 'month':
      return bucketOf(addDays(name, 31), 'month');
  }
}

/** Names of all buckets that a period touches, in order; the first may begin before the period. */
export function bucketsOf(period: Period, bucket: Bucket): string[] {
  const names: string[] = [];
  for (let name = bucketOf(period.from, bucket); name <= period.to; name = nextBucket(name, bucket))
    names.push(name);
  return names;
}

const DAYS_BY_DAY = 92;
const DAYS_BY_WEEK = 731;

/** The bucket of `auto`: days up to 92 days (a quarter), weeks up to 731 (two years), months beyond. */
export function bucketFor(period: Period): Bucket {
  const days = daysIn(period);
  if (days <= DAYS_BY_DAY) return 'day';
  return days <= DAYS_BY_WEEK ? 'week' : 'month';
}

/** The period of equal length that ends the day before. */
export function previousPeriod(period: Period): Period {
  const to = addDays(period.from, -1);
  return { from: addDays(to, 1 - daysIn(period)), to };
}
