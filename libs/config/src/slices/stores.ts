import type { Environment } from '../environment';
import { whole } from '../kinds';

/** Store monitoring in numbers. */
export interface StoresConfig {
  /** Polls that are older than an account's newest one by this many days go; null: they stay. */
  pollRetentionDays: number | null;
}

/** A week before now, and the day that it begins in. */
const FEWEST_DAYS = 8;

export function readStores(environment: Environment): StoresConfig | undefined {
  const values = environment.read({ POLL_RETENTION_DAYS: whole(0, 36_500, 0) });
  if (values === undefined) return undefined;
  const days = values.POLL_RETENTION_DAYS;
  if (days > 0 && days < FEWEST_DAYS) {
    environment.fault('POLL_RETENTION_DAYS', `must be 0 (polls stay) or at least ${FEWEST_DAYS}`);
  }
  return { pollRetentionDays: days === 0 ? null : days };
}
