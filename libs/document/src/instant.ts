const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

const QUARTER_HOUR = 900_000;
let lastZone = '';
let lastQuarter = Number.NaN;
let lastOffset = 0;

/** Milliseconds to add to UTC for the local clock. Zones change only at quarter hours since 1972, so neighbours share. */
function offsetAt(time: number, timeZone: string): number {
  const quarter = Math.floor(time / QUARTER_HOUR);
  if (timeZone === lastZone && quarter === lastQuarter && time >= 0) return lastOffset;
  const at: Record<string, number> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(time)) at[type] = Number(value);
  const local = Date.UTC(
    at.year ?? 0,
    (at.month ?? 1) - 1,
    at.day ?? 1,
    at.hour ?? 0,
    at.minute ?? 0,
    at.second ?? 0,
  );
  lastZone = timeZone;
  lastQuarter = quarter;
  lastOffset = local - Math.floor(time / 1000) * 1000;
  return lastOffset;
}

/**
 * The local clock of an instant as if it were UTC: milliseconds since 1970 on the wall of that zone.
 * @param timeZone IANA zone; an unknown one throws RangeError
 */
export function localTime(instant: Date, timeZone: string): number {
  const time = instant.getTime();
  return timeZone === 'UTC' ? time : time + offsetAt(time, timeZone);
}

/** The local clock of an instant as `YYYY-MM-DD HH:MM:SS` (fractions cut). */
export function instantIn(instant: Date, timeZone: string): string {
  return new Date(localTime(instant, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}
