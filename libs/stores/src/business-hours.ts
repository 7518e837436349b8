/** Seconds of a day. */
export const DAY_SECONDS = 86_400;
export const WEEK_SECONDS = 7 * DAY_SECONDS;

/** One window of a weekday: 0 is Monday; seconds since local midnight, as written (an end may lie before its start). */
export interface HoursRow {
  day: number;
  opens: number;
  closes: number;
}

/** A zone that no file named. */
export const DEFAULT_ZONE = 'America/Chicago';

const LAST_SECOND = DAY_SECONDS - 1;

/**
 * Where a window really ends, in seconds since the midnight of its day: not after its start means the next day (equal:
 * 24 hours later); 23:59:59 means midnight.
 */
export function endOf({ opens, closes }: HoursRow): number {
  const end = closes === LAST_SECOND ? DAY_SECONDS : closes;
  return closes <= opens ? end + DAY_SECONDS : end;
}

/** True when there is no moment of the week at which none of the windows is open. */
export function neverCloses(rows: readonly HoursRow[]): boolean {
  const spans = rows
    .flatMap((row) => {
      const [from, to] = [row.day * DAY_SECONDS + row.opens, row.day * DAY_SECONDS + endOf(row)];
      return [
        { from: from - WEEK_SECONDS, to: to - WEEK_SECONDS },
        { from, to },
      ];
    })
    .sort((a, b) => a.from - b.from);
  let reached = 0;
  for (const { from, to } of spans) {
    if (from > reached) return false;
    reached = Math.max(reached, to);
    if (reached >= WEEK_SECONDS) return true;
  }
  return false;
}

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0{1,6})?)?$/;

/** Seconds since midnight of `HH:MM` or `HH:MM:SS`, 0 to 86,400 (24:00); null when it is no time of day. */
export function readTimeOfDay(text: string): number | null {
  const parts = TIME.exec(text);
  if (parts === null) return null;
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
  const total = hours * 3600 + minutes * 60 + seconds;
  return minutes > 59 || seconds > 59 || total > DAY_SECONDS ? null : total;
}

/** `HH:MM:SS`. */
export function timeOfDay(seconds: number): string {
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
