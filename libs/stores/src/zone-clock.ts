/** Microseconds: what polls are told to. Instants here are whole microseconds since 1970 in UTC, exact as numbers. */
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const DAY_MS = 86_400_000;

/** Wall clocks of one zone. What `Intl` says is asked once a day of the calendar: it is slow. */
export class ZoneClock {
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();

  /** @param zone IANA @throws RangeError for an unknown one */
  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** Number of the local calendar day (0 = 1970-01-01) at an instant. */
  dayOf(instant: number): number {
    const ms = Math.floor(instant / 1000);
    return Math.floor((ms + this.offsetAt(ms)) / DAY_MS);
  }

  /**
   * The instant of a local time. A time that the clocks jump over is shifted forward by the jump (02:30 → 03:30); of
   * a time that they show twice it is the first.
   * @param day number of the local day @param seconds since its midnight, also of the days after
   */
  instantOf(day: number, seconds: number): number {
    const wall = day * DAY_MS + seconds * 1000;
    const wallDay = Math.floor(wall / DAY_MS);
    const before = this.offsetOfDay(wallDay - 1);
    const after = this.offsetOfDay(wallDay + 2);
    const early = wall - before;
    if (before === after || this.offsetAt(early) === before) return early * 1000;
    const late = wall - after;
    return (this.offsetAt(late) === after ? late : early) * 1000;
  }

  /** Milliseconds to add to UTC for the wall clock at the beginning of a UTC day. */
  private offsetOfDay(day: number): number {
    let offset = this.offsets.get(day);
    if (offset === undefined) {
      offset = this.compute(day * DAY_MS);
      this.offsets.set(day, offset);
    }
    return offset;
  }

  /** No zone changes its clocks twice within a day, so equal ends mean an equal day. */
  private offsetAt(ms: number): number {
    const day = Math.floor(ms / DAY_MS);
    const start = this.offsetOfDay(day);
    return start === this.offsetOfDay(day + 1) ? start : this.compute(ms);
  }

  private compute(ms: number): number {
    const at: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(ms)) at[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = at;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
  }
}

const clocks = new Map<string, ZoneClock>();

export function clockOf(zone: string): ZoneClock {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new ZoneClock(zone);
    clocks.set(zone, clock);
  }
  return clock;
}
