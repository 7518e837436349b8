import type { HistoryQuery, StoreHistory } from '@pressroom/stores';

/** What this template reads. All answers come from one snapshot. Instants are microseconds since 1970. */
export abstract class StoreOutlookSource {
  /** The newest poll of all stores, or the newest up to `asOf`; null when there is none. */
  abstract newestPoll(accountId: string, asOf: number | null): Promise<number | null>;
  /** The oldest poll of all stores that is not before `since`; null when there is none. */
  abstract oldestPoll(accountId: string, since: number): Promise<number | null>;
  /** Every store of the query that has a poll up to now, in batches. */
  abstract histories(query: HistoryQuery): AsyncIterable<readonly StoreHistory[]>;
}
