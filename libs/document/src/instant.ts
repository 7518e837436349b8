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

function computeOffset(time: number, timeZone: string): number {
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
  return local - Math.floor(time / 1000) * 1000;
}

const DAY = 86_400_000;
const MOST_DAYS = 20_000;

/** Offsets of one zone by UTC day; NaN for a day on which the clocks change. */
class ZoneOffsets {
  private readonly days = new Map<number, number>();

  constructor(private readonly timeZone: string) {}

  at(time: number): number {
    const day = Math.floor(time / DAY);
    let offset = this.days.get(day);
    if (offset === undefined) {
      if (this.days.size >= MOST_DAYS) this.days.clear();
      // No zone has ever changed its clocks twice within a day, so equal ends mean an equal day.
      const start = computeOffset(day * DAY, this.timeZone);
      offset = start === computeOffset((day + 1) * DAY, this.timeZone) ? start : Number.NaN;
      this.days.set(day, offset);
    }
    return Number.isNaN(offset) ? computeOffset(time, this.timeZone) : offset;
  }
}

const zones = new Map<string, ZoneOffsets>();
let lastZone = '';
let lastOffsets = new ZoneOffsets('UTC');

/** Milliseconds to add to UTC for the local clock. */
function offsetAt(time: number, timeZone: string): number {
  if (timeZone !== lastZone) {
    lastOffsets = zones.get(timeZone) ?? new ZoneOffsets(timeZone);
    zones.set(timeZone, lastOffsets);
    lastZone = timeZone;
  }
  return lastOffsets.at(time);
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
