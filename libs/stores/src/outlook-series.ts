import { BucketSums } from './bucket-sums';
import { type Buckets, bucketsOf, countOf, daysOf } from './buckets';
import { DEFAULT_ZONE } from './business-hours';
import { unseen } from './coverage';
import { openingsOf } from './openings';
import { account, type Policy } from './policies';
import type { StoreHistory } from './store-history';
import { clockOf, type ZoneClock } from './zone-clock';

/** Days of a store that are looked at. */
export const MOST_DAYS = 56;

/** A step of whose business time less than this share lies near a poll counts as not observed. */
export const LEAST_SEEN = 0.5;

/** One store through time, as small as it can be: some hundred bytes to some kilobytes. */
export interface StoreSeries {
  storeId: string;
  zone: string;
  /** Microseconds of downtime in each bucket. */
  down: Float32Array;
  /** Share of business time up in each whole local day, the last 56; NaN where closed or not observed. */
  days: Float32Array;
  /** Microseconds in all buckets. */
  up: number;
  business: number;
  seen: number;
}

/** Sums of all stores, in microseconds by bucket. */
export interface FleetSeries {
  up: Float64Array;
  business: Float64Array;
  seen: Float64Array;
}

export interface OutlookSeries {
  buckets: Buckets;
  days: Buckets;
  fleet: FleetSeries;
  /** By store id, in code point order. */
  stores: StoreSeries[];
}

export interface SeriesSettings {
  policy: Policy;
  buckets: Buckets;
  /** In whose zone days are told. */
  clock: ZoneClock;
  /** Where openings end: not before the last bucket does. */
  now: number;
}

/**
 * All stores in one pass over their polls: memory holds one batch of polls, and what grows with stores and buckets, not
 * with polls. The accounting is that of the uptime report.
 */
export async function outlookSeries(
  histories: AsyncIterable<readonly StoreHistory[]>,
  { policy, buckets, clock, now }: SeriesSettings,
): Promise<OutlookSeries> {
  const count = countOf(buckets);
  const from = buckets.edges[0] ?? 0;
  const days = latest(bucketsOf('day', clock, { from, to: buckets.edges[count] ?? 0 }));
  const places = daysOf(buckets, days);
  const sums = new BucketSums(buckets);
  const [up, business, seen] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const fleet = { up, business, seen };
  const stores: StoreSeries[] = [];
  for await (const batch of histories)
    for (const history of batch) {
      measure(history, policy, { from, now }, sums);
      addTo(fleet, sums);
      stores.push(seriesOf(history, sums, places, countOf(days)));
    }
  stores.sort((a, b) => (a.storeId < b.storeId ? -1 : 1));
  return { buckets, days, fleet, stores };
}

function latest({ step, edges }: Buckets): Buckets {
  return { step, edges: edges.subarray(Math.max(0, edges.length - 1 - MOST_DAYS)) };
}

function measure(
  { zone, hours, polls }: StoreHistory,
  policy: Policy,
  { from, now }: { from: number; now: number },
  sums: BucketSums,
): void {
  sums.begin();
  const openings = openingsOf(hours, clockOf(zone ?? DEFAULT_ZONE), { since: from, now });
  account(policy, polls, openings, from, (begin, end, up) => sums.add(begin, end, up));
  unseen(polls.times, openings, from, (begin, end) => sums.addUnseen(begin, end));
}

function addTo(fleet: FleetSeries, { up, business, unseen: missed }: BucketSums): void {
  for (let at = 0; at < up.length; at += 1) {
    const whole = business[at] ?? 0;
    fleet.up[at] = (fleet.up[at] ?? 0) + (up[at] ?? 0);
    fleet.business[at] = (fleet.business[at] ?? 0) + whole;
    fleet.seen[at] = (fleet.seen[at] ?? 0) + whole - (missed[at] ?? 0);
  }
}

function seriesOf(
  { storeId, zone }: StoreHistory,
  sums: BucketSums,
  places: Int32Array,
  dayCount: number,
): StoreSeries {
  const down = new Float32Array(places.length);
  const dayUp = new Float64Array(dayCount);
  const dayBusiness = new Float64Array(dayCount);
  const daySeen = new Float64Array(dayCount);
  let [up, business, seen] = [0, 0, 0];
  for (let at = 0; at < places.length; at += 1) {
    const [ownUp, own] = [sums.up[at] ?? 0, sums.business[at] ?? 0];
    const ownSeen = own - (sums.unseen[at] ?? 0);
    down[at] = own - ownUp;
    up += ownUp;
    business += own;
    seen += ownSeen;
    const day = places[at] ?? -1;
    if (day < 0) continue;
    dayUp[day] = (dayUp[day] ?? 0) + ownUp;
    dayBusiness[day] = (dayBusiness[day] ?? 0) + own;
    daySeen[day] = (daySeen[day] ?? 0) + ownSeen;
  }
  const days = Float32Array.from({ length: dayCount }, (_, day) => {
    const own = dayBusiness[day] ?? 0;
    return own > 0 && (daySeen[day] ?? 0) >= LEAST_SEEN * own ? (dayUp[day] ?? 0) / own : Number.NaN;
  });
  return { storeId, zone: zone ?? DEFAULT_ZONE, down, days, up, business, seen };
}
