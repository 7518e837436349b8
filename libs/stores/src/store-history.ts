import type { HoursRow } from './business-hours';
import type { Polls } from './policies';

/** What a report needs to know of one store. Instants in microseconds since 1970. */
export interface StoreHistory {
  storeId: string;
  /** IANA; null: none was told. */
  zone: string | null;
  hours: readonly HoursRow[];
  /** Those from `since` to now, and the last one before. At least one. */
  polls: Polls;
  firstPoll: number;
}

/** Which stores, and what of them. */
export interface HistoryQuery {
  accountId: string;
  /** Empty: all. */
  stores: readonly string[];
  since: number;
  now: number;
}
