import { type Buckets, countOf } from './buckets';
import type { WeekSums } from './store-figures';

/** Microseconds of one store's business time by bucket. One object serves all stores, one after the other. */
export class BucketSums implements WeekSums {
  readonly up: Float64Array;
  readonly business: Float64Array;
  readonly unseen: Float64Array;
  private readonly count: number;
  /** Runs come rising: where the last one ended the next is looked for. */
  private place = 0;
  private unseenPlace = 0;

  constructor(private readonly buckets: Buckets) {
    this.count = countOf(buckets);
    this.up = new Float64Array(this.count);
    this.business = new Float64Array(this.count);
    this.unseen = new Float64Array(this.count);
  }

  begin(): void {
    for (const sums of [this.up, this.business, this.unseen]) sums.fill(0);
    this.place = 0;
    this.unseenPlace = 0;
  }

  add(from: number, to: number, up: boolean): void {
    const start = this.place;
    this.place = this.spread(this.business, start, from, to);
    if (up) this.spread(this.up, start, from, to);
  }

  addUnseen(from: number, to: number): void {
    this.unseenPlace = this.spread(this.unseen, this.unseenPlace, from, to);
  }

  /** @returns the bucket in which the run ended */
  private spread(sums: Float64Array, start: number, from: number, to: number): number {
    const { edges } = this.buckets;
    let at = start;
    while (at < this.count && (edges[at + 1] ?? 0) <= from) at += 1;
    for (; at < this.count && (edges[at] ?? 0) < to; at += 1) {
      const [begin, end] = [edges[at] ?? 0, edges[at + 1] ?? 0];
      sums[at] = (sums[at] ?? 0) + Math.min(to, end) - Math.max(from, begin);
      if (to <= end) return at;
    }
    return at;
  }
}
