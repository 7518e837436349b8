import { DateTime, IANAZone } from 'luxon';

/** True for an IANA zone name that this runtime can compute with. */
export function isTimeZone(name: string): boolean {
  return name.length <= 64 && IANAZone.isValidZone(name);
}

/** The local calendar date (`YYYY-MM-DD`) of an instant in a zone. */
export function localDateIn(zone: string, instant: Date): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
}

const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** True for an existing calendar date written `YYYY-MM-DD`, years 1 to 9999. */
export function isLocalDate(text: string): boolean {
  if (!LOCAL_DATE.test(text) || text.startsWith('0000')) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}

/** Adds whole days to a local date. */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
