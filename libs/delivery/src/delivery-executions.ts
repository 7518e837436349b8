import type { SystemSql } from '@pressroom/entities';
import type { DeliveryBell, DeliveryClaim, DeliveryStatus } from './delivery-rows';

export interface LeaseSettings {
  leaseSeconds: number;
  /** Waits before the 2nd, 3rd … sending, in seconds; up to as much again is added by chance. */
  backoffSeconds: readonly number[];
  /** After this an unanswered bell is rung again. */
  ringAgainSeconds: number;
}

/** How a sending ends that did not reach its gateway. `transient` is worth another try; `drained` does not count. */
export type DeliveryEnding = { kind: 'permanent' | 'transient'; code: string } | { kind: 'drained' };

/** The worker's side of a message's life. Each call is one statement, conditional on the lease. */
export class DeliveryExecutions {
  constructor(
    private readonly database: SystemSql,
    private readonly settings: LeaseSettings,
  ) {}

  /** Compare-and-set on the epoch. Null: a stale or double bell, or nobody wants the message any more. */
  async claim(id: string, claimNo: number, leaseToken: string): Promise<DeliveryClaim | null> {
    const { rows } = await this.database.system<Omit<DeliveryClaim, 'leaseToken'>>(
      `UPDATE deliveries d SET status = 'RUNNING', claim_no = claim_no + 1, attempts = attempts + 1, lease_token = $3,
          lease_until = app_now() + make_interval(secs => $4), error_code = NULL
        WHERE id = $1 AND status = 'PENDING' AND claim_no = $2 AND attempts < max_attempts AND not_before <= app_now()
          AND expires_at > app_now()
          AND (account_id IS NULL
               OR EXISTS (SELECT FROM accounts a WHERE a.id = d.account_id AND a.deleted_at IS NULL))
        RETURNING id, channel, kind, subject_id AS "subjectId", claim_no AS "claimNo", attempts,
          max_attempts AS "maxAttempts"`,
      [id, claimNo, leaseToken, this.settings.leaseSeconds],
    );
    const row = rows[0];
    return row === undefined ? null : { ...row, leaseToken };
  }

  /** @returns false when the lease was lost meanwhile: somebody else sends, or has sent */
  async complete({ id, leaseToken }: DeliveryClaim): Promise<boolean> {
    const { rowCount } = await this.database.system(
      `UPDATE deliveries SET status = 'COMPLETED', completed_at = app_now(), lease_token = NULL, lease_until = NULL
        WHERE id = $1 AND lease_token = $2 AND status = 'RUNNING'`,
      [id, leaseToken],
    );
    return rowCount === 1;
  }

  /** Gives the message back. @returns the status it has now, or null when the lease was lost */
  async release(claim: DeliveryClaim, ending: DeliveryEnding): Promise<DeliveryStatus | null> {
    const again =
      ending.kind === 'drained' || (ending.kind === 'transient' && claim.attempts < claim.maxAttempts);
    const { rows } = await this.database.system<{ status: DeliveryStatus }>(
      `UPDATE deliveries SET status = $3, error_code = $4, attempts = attempts - $5::int, lease_token = NULL,
          lease_until = NULL, rung_at = NULL, not_before = app_now() + make_interval(secs => $6),
          completed_at = CASE WHEN $3 = 'FAILED' THEN app_now() END
        WHERE id = $1 AND lease_token = $2 AND status = 'RUNNING' RETURNING status`,
      [
        claim.id,
        claim.leaseToken,
        again ? 'PENDING' : 'FAILED',
        ending.kind === 'drained' ? null : ending.code,
        ending.kind === 'drained' ? 1 : 0,
        ending.kind === 'transient' ? this.waitAfter(claim.attempts) : 0,
      ],
    );
    return rows[0]?.status ?? null;
  }

  /**
   * Held under a lapsed lease: its worker is gone. It may have sent the message and not said so; one that comes twice
   * is better than one that never comes.
   */
  async rescueLost(): Promise<{ id: string; status: DeliveryStatus }[]> {
    const { rows } = await this.database.system<{ id: string; status: DeliveryStatus }>(
      `UPDATE deliveries SET
          status = CASE WHEN attempts >= max_attempts THEN 'FAILED' ELSE 'PENDING' END,
          completed_at = CASE WHEN attempts >= max_attempts THEN app_now() END,
          lease_token = NULL, lease_until = NULL, rung_at = NULL, error_code = 'worker_lost'
        WHERE id IN (
          SELECT id FROM deliveries WHERE status = 'RUNNING' AND lease_until < app_now() FOR UPDATE SKIP LOCKED)
        RETURNING id, status`,
    );
    return rows;
  }

  /** What waited until nobody wanted it any more. @returns how many */
  async expire(): Promise<number> {
    const { rowCount } = await this.database.system(
      `UPDATE deliveries SET status = 'FAILED', completed_at = app_now(), error_code = coalesce(error_code, 'expired')
        WHERE id IN (
          SELECT id FROM deliveries WHERE status = 'PENDING' AND expires_at <= app_now() FOR UPDATE SKIP LOCKED)`,
    );
    return rowCount;
  }

  /** Takes due messages, the oldest first. */
  async takeDue(count: number): Promise<DeliveryBell[]> {
    const { rows } = await this.database.system<DeliveryBell>(
      `UPDATE deliveries d SET rung_at = app_now(), dispatch_no = d.dispatch_no + 1
        WHERE d.id IN (
          SELECT id FROM deliveries
           WHERE status = 'PENDING' AND not_before <= app_now() AND expires_at > app_now()
             AND (rung_at IS NULL OR rung_at <= app_now() - make_interval(secs => $2))
           ORDER BY not_before LIMIT $1 FOR UPDATE SKIP LOCKED)
        RETURNING d.id AS "deliveryId", d.claim_no AS "claimNo", d.dispatch_no AS "dispatchNo"`,
      [count, this.settings.ringAgainSeconds],
    );
    return rows;
  }

  /** Removes what ended more than `days` ago. @returns how many */
  async forget(days: number): Promise<number> {
    const { rowCount } = await this.database.system(
      'DELETE FROM deliveries WHERE completed_at < app_now() - make_interval(days => $1)',
      [days],
    );
    return rowCount;
  }

  private waitAfter(attempts: number): number {
    const { backoffSeconds } = this.settings;
    return (backoffSeconds[Math.min(attempts, backoffSeconds.length) - 1] ?? 0) * (1 + Math.random());
  }
}
