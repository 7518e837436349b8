import { localTime } from '@pressroom/document';

const DAY = 86_400_000;
/** Days from Excel's day 0 (1899-12-30, which makes up for its 29 February 1900) to 1970-01-01. */
const EPOCH = 25_569;
/** 1900-03-01: before it Excel and everybody else count days differently. */
const FIRST_SERIAL = 61;
/** 9999-12-31 */
const LAST_SERIAL = 2_958_465;

const days = new Map<string, number | null>();
const MOST_DAYS = 10_000;

/** Excel's day number of `YYYY-MM-DD`; null when it isn't a date or lies outside 1900-03-01 to 9999-12-31. */
export function daySerial(date: string): number | null {
  const known = days.get(date);
  if (known !== undefined) return known;
  if (days.size >= MOST_DAYS) days.clear();
  const serial = computeDay(date);
  days.set(date, serial);
  return serial;
}

function computeDay(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const time = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) return null;
  return within(time / DAY + EPOCH);
}

/**
 * Excel's day number with the time of day as its fraction, on the local clock of the zone, in whole seconds: Excel
 * would round the rest up where every other format cuts it. Null outside Excel's range.
 */
export function instantSerial(instant: Date, timeZone: string): number | null {
  return within((Math.floor(localTime(instant, timeZone) / 1000) * 1000) / DAY + EPOCH);
}

function within(serial: number): number | null {
  return serial >= FIRST_SERIAL && serial < LAST_SERIAL + 1 ? serial : null;
}
