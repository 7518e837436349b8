import type { Tx } from '@pressroom/entities';

/** For how long a count is believed that leaves room. */
const BELIEVED_MS = 30_000;
const ACCOUNTS_KEPT = 10_000;

/**
 * What the files of an account's reports weigh. Adding up thousands of them at every request would cost more than the
 * request, so an account with room is counted anew only now and then; one without is counted each time, and whoever
 * removes reports may go on at once.
 */
export class StoredBytes {
  private readonly roomUntil = new Map<string, number>();

  constructor(private readonly quota: number) {}

  async full(tx: Tx, accountId: string): Promise<boolean> {
    const now = performance.now();
    if ((this.roomUntil.get(accountId) ?? 0) > now) return false;
    const [row] = await tx.query<{ bytes: number }>(
      `SELECT coalesce(sum(bytes), 0)::float8 AS bytes FROM artefacts WHERE account_id = $1`,
      [accountId],
    );
    if ((row?.bytes ?? 0) >= this.quota) return true;
    if (this.roomUntil.size >= ACCOUNTS_KEPT) this.roomUntil.clear();
    this.roomUntil.set(accountId, now + BELIEVED_MS);
    return false;
  }
}
