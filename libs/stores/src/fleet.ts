import type { WeekSums } from './store-figures';
import { DAY, HOUR } from './zone-clock';

/** One hour of the whole fleet, in microseconds of business time summed over stores. */
export interface FleetHour {
  /** Microseconds since 1970 at which the hour begins. */
  from: number;
  up: number;
  business: number;
  /** Within 90 minutes of a poll. */
  seen: number;
}

const HOURS = 168;

/** Sums over all stores for each of the 168 hours before now. */
export class FleetWeek implements WeekSums {
  private readonly from: number;
  private readonly up = new Float64Array(HOURS);
  private readonly business = new Float64Array(HOURS);
  private readonly unseen = new Float64Array(HOURS);

  constructor(now: number) {
    this.from = now - 7 * DAY;
  }

  add(from: number, to: number, up: boolean): void {
    this.spread(this.business, from, to);
    if (up) this.spread(this.up, from, to);
  }

  addUnseen(from: number, to: number): void {
    this.spread(this.unseen, from, to);
  }

  hours(): FleetHour[] {
    return Array.from({ length: HOURS }, (_, at) => {
      const business = this.business[at] ?? 0;
      return {
        from: this.from + at * HOUR,
        up: this.up[at] ?? 0,
        business,
        seen: business - (this.unseen[at] ?? 0),
      };
    });
  }

  private spread(sums: Float64Array, from: number, to: number): void {
    let start = from - this.from;
    const end = to - this.from;
    for (let at = Math.floor(start / HOUR); start < end; at += 1) {
      const stop = Math.min(end, (at + 1) * HOUR);
      sums[at] = (sums[at] ?? 0) + stop - start;
      start = stop;
    }
  }
}
