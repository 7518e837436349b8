import type { Tx } from '@pressroom/entities';

/** For how long a count is believed. Another api process may add to it meanwhile: the margin below covers that. */
const BELIEVED_MS = 30_000;
const ACCOUNTS_KEPT = 10_000;

/**
 * How many reports an account asked for in the last 24 hours. Counting a busy day at every request would cost more than
 * the request itself, so an account that is far from its quota is counted anew only now and then.
 */
export class DayCounts {
  private readonly known = new Map<string, { countedAt: number; count: number }>();

  /** @param bound a count at or above this is no longer far from the quota */
  constructor(private readonly bound: number) {}

  async farFromQuota(tx: Tx, accountId: string): Promise<boolean> {
    const now = performance.now();
    let entry = this.known.get(accountId);
    if (entry === undefined || now - entry.countedAt > BELIEVED_MS) {
      entry = { countedAt: now, count: await this.count(tx, accountId) };
      if (this.known.size >= ACCOUNTS_KEPT) this.known.clear();
      this.known.set(accountId, entry);
    }
    entry.count += 1;
    return entry.count <= this.bound;
  }

  async count(tx: Tx, accountId: string): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `SELECT count(*) AS n FROM reports WHERE account_id = $1 AND created_at > app_now() - interval '24 hours'`,
      [accountId],
    );
    return row?.n ?? 0;
  }
}
