import { DateTime } from 'luxon';

/**
 * The hour of the day (0 to 23) where the person was.
 * @param loggedAt RFC 3339 time with its offset
 * @param timeZone IANA zone; without it the clock as written counts, which for `Z` is the hour in UTC
 */
export function localHourOf(loggedAt: string, timeZone?: string): number {
  const written = DateTime.fromISO(loggedAt, { setZone: true });
  return timeZone === undefined ? written.hour : written.setZone(timeZone).hour;
}
