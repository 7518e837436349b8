import type { Snapshot } from '@pressroom/entities';
import type { HoursRow } from './business-hours';
import type { Polls } from './policies';
import { instantText } from './poll-time';
import type { HistoryQuery, StoreHistory } from './store-history';

/** Stores in one round trip: a few hundred kilobytes. */
const BATCH = 500;

/** PostgreSQL counts microseconds from 2000-01-01, and sends them so. */
const EPOCH = 946_684_800_000_000;

/**
 * Polls come packed, one value a store: eight bytes of time and one of status each. A row for each of them would cost ten
 * times the work on both ends.
 */
const HISTORIES = `
  SELECT s.store_id, s.time_zone, h.windows, timestamptz_send(first.at), timestamptz_send(before.at), before.active,
         told.times, told.statuses
    FROM stores s
   CROSS JOIN LATERAL (
     SELECT at FROM store_polls p
      WHERE p.account_id = $1 AND p.store = s.no AND p.at <= $3 ORDER BY at LIMIT 1) AS first
    LEFT JOIN LATERAL (
     SELECT at, active FROM store_polls p
      WHERE p.account_id = $1 AND p.store = s.no AND p.at < $2 ORDER BY at DESC LIMIT 1) AS before ON true
   CROSS JOIN LATERAL (
     SELECT string_agg(timestamptz_send(at), ''::bytea) AS times, string_agg(boolsend(active), ''::bytea) AS statuses
       FROM (SELECT at, active FROM store_polls p
              WHERE p.account_id = $1 AND p.store = s.no AND p.at >= $2 AND p.at <= $3 ORDER BY at) AS poll) AS told
   CROSS JOIN LATERAL (
     SELECT string_agg(day || ' ' || opens || ' ' || closes, ',' ORDER BY day, opens, closes) AS windows FROM store_hours h
      WHERE h.account_id = $1 AND h.store = s.no) AS h
   WHERE s.account_id = $1 AND ($4::text[] IS NULL OR s.store_id = ANY ($4))
   ORDER BY s.no`;

type HistoryRow = [
  string,
  string | null,
  string | null,
  Buffer,
  Buffer | null,
  boolean | null,
  Buffer | null,
  Buffer | null,
];

/** Stores as reports read them, within one snapshot. */
export class PgHistoryReader {
  constructor(private readonly snapshot: Snapshot) {}

  /** The newest poll of all, or the newest up to `asOf`; microseconds, null when there is none. */
  async newestPoll(accountId: string, asOf: number | null): Promise<number | null> {
    const [row] = await this.snapshot.query<{ at: Buffer | null }>(
      `SELECT timestamptz_send(max(newest.at)) AS at FROM stores s CROSS JOIN LATERAL (
         SELECT at FROM store_polls p
          WHERE p.account_id = $1 AND p.store = s.no AND ($2::timestamptz IS NULL OR p.at <= $2)
          ORDER BY at DESC LIMIT 1) AS newest
        WHERE s.account_id = $1`,
      [accountId, asOf === null ? null : instantText(asOf)],
    );
    return row?.at ? microsOf(row.at, 0) : null;
  }

  /** The oldest poll of all that is not before `since`; microseconds, null when there is none. */
  async oldestPoll(accountId: string, since: number): Promise<number | null> {
    const [row] = await this.snapshot.query<{ at: Buffer | null }>(
      `SELECT timestamptz_send(min(oldest.at)) AS at FROM stores s CROSS JOIN LATERAL (
         SELECT at FROM store_polls p WHERE p.account_id = $1 AND p.store = s.no AND p.at >= $2::timestamptz
          ORDER BY at LIMIT 1) AS oldest
        WHERE s.account_id = $1`,
      [accountId, instantText(since)],
    );
    return row?.at ? microsOf(row.at, 0) : null;
  }

  /** Every store of the query that has a poll up to now, in batches. */
  async *histories({ accountId, stores, since, now }: HistoryQuery): AsyncGenerator<StoreHistory[]> {
    const params = [
      accountId,
      instantText(since),
      instantText(now),
      stores.length === 0 ? null : [...stores],
    ];
    for await (const rows of this.snapshot.cursor(HISTORIES, params, BATCH))
      yield (rows as HistoryRow[]).map(historyOf);
  }
}

function historyOf([
  storeId,
  zone,
  windows,
  first,
  before,
  active,
  times,
  statuses,
]: HistoryRow): StoreHistory {
  return {
    storeId,
    zone,
    hours: windows === null ? [] : windows.split(',').map(windowOf),
    polls: unpacked(
      before === null ? null : { at: microsOf(before, 0), active: active === true },
      times,
      statuses,
    ),
    firstPoll: microsOf(first, 0),
  };
}

function windowOf(text: string): HoursRow {
  const [day = '', opens = '', closes = ''] = text.split(' ');
  return { day: Number(day), opens: Number(opens), closes: Number(closes) };
}

function unpacked(
  before: { at: number; active: boolean } | null,
  packed: Buffer | null,
  statuses: Buffer | null,
): Polls {
  const shift = before === null ? 0 : 1;
  const count = statuses?.length ?? 0;
  const times = new Float64Array(shift + count);
  const up = new Uint8Array(shift + count);
  if (before !== null) {
    times[0] = before.at;
    up[0] = before.active ? 1 : 0;
  }
  if (packed === null || statuses === null) return { times, up };
  for (let at = 0; at < count; at += 1) times[shift + at] = microsOf(packed, 8 * at);
  up.set(statuses, shift);
  return { times, up };
}

function microsOf(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4) + EPOCH;
}
