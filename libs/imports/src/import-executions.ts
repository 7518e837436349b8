import type { SystemSql } from '@pressroom/entities';
import type { ProgressNow } from './import-progress';
import type { ImportClaim, ImportStatus } from './import-rows';
import type { Receipt } from './receipt';

export interface LeaseSettings {
  leaseSeconds: number;
  /** Waits before the 2nd, 3rd … execution, in seconds. */
  backoffSeconds: readonly number[];
  /** After this an unanswered bell is rung again. */
  ringAgainSeconds: number;
}

/** How an execution ends without a switch. `transient` is worth another try; `drained` does not count as one. */
export type ImportEnding =
  | { kind: 'permanent'; code: string; message: string; receipt: Receipt | null }
  | { kind: 'transient'; code: string; message: string }
  | { kind: 'drained' };

export interface ImportBell {
  id: string;
  claimNo: number;
  dispatchNo: number;
}

const ERROR_NAMES = 'error_code = $4, error_message = $5';

/** The worker's side of an import's life. Each call is one statement, conditional on the lease. */
export class ImportExecutions {
  constructor(
    private readonly database: SystemSql,
    private readonly settings: LeaseSettings,
  ) {}

  /** Compare-and-set on the epoch. Null: a stale or double delivery, to be dropped quietly. */
  async claim(
    id: string,
    claimNo: number,
    leaseToken: string,
    workerId: string,
  ): Promise<ImportClaim | null> {
    const { rows } = await this.database.system<Omit<ImportClaim, 'leaseToken'>>(
      `UPDATE imports i SET status = 'RUNNING', claim_no = i.claim_no + 1, attempts = i.attempts + 1, lease_token = $3,
          worker_id = $4, lease_until = app_now() + make_interval(secs => $5),
          started_at = coalesce(i.started_at, app_now()), phase = NULL, done = NULL, total = NULL, error_code = NULL, error_message = NULL
         FROM accounts o
        WHERE i.id = $1 AND i.status = 'PENDING' AND i.claim_no = $2 AND i.attempts < i.max_attempts
          AND i.not_before <= app_now() AND o.id = i.account_id AND o.deleted_at IS NULL
        RETURNING i.id, i.account_id AS "accountId", i.kinds, i.options, i.files, i.claim_no AS "claimNo", i.attempts,
          i.max_attempts AS "maxAttempts", i.created_at AS "createdAt", i.traceparent`,
      [id, claimNo, leaseToken, workerId, this.settings.leaseSeconds],
    );
    const row = rows[0];
    return row === undefined ? null : { ...row, leaseToken };
  }

  /** Extends a lease and tells how far its execution is. @returns whether it still holds */
  async beat(leaseToken: string, { phase, done, total }: ProgressNow): Promise<boolean> {
    const { rows } = await this.database.system(
      `UPDATE imports SET lease_until = app_now() + make_interval(secs => $2), phase = $3, done = $4, total = $5
        WHERE lease_token = $1 AND status = 'RUNNING' RETURNING id`,
      [leaseToken, this.settings.leaseSeconds, phase, done, total],
    );
    return rows.length === 1;
  }

  /** Gives the import back. @returns the status it has now, or null when the lease was lost */
  async release(claim: ImportClaim, ending: ImportEnding): Promise<ImportStatus | null> {
    const again =
      ending.kind === 'drained' || (ending.kind === 'transient' && claim.attempts < claim.maxAttempts);
    const fault = ending.kind === 'drained' ? null : ending;
    const { rows } = await this.database.system<{ status: ImportStatus }>(
      `UPDATE imports SET status = $3, ${ERROR_NAMES}, receipt = $6, attempts = attempts - $7::int, lease_token = NULL,
          lease_until = NULL, phase = NULL, rung_at = NULL, not_before = app_now() + make_interval(secs => $8),
          completed_at = CASE WHEN $3 = 'FAILED' THEN app_now() END
        WHERE id = $1 AND lease_token = $2 AND status = 'RUNNING' RETURNING status`,
      [
        claim.id,
        claim.leaseToken,
        again ? 'PENDING' : 'FAILED',
        fault?.code ?? null,
        fault?.message ?? null,
        ending.kind === 'permanent' && ending.receipt !== null ? JSON.stringify(ending.receipt) : null,
        ending.kind === 'drained' ? 1 : 0,
        ending.kind === 'transient' ? this.waitAfter(claim.attempts) : 0,
      ],
    );
    return rows[0]?.status ?? null;
  }

  /** RUNNING under a lapsed lease: its worker is gone. Another try, or FAILED when the attempts are used up. */
  async rescueLost(): Promise<{ id: string; status: ImportStatus }[]> {
    const { rows } = await this.database.system<{ id: string; status: ImportStatus }>(
      `UPDATE imports SET
          status = CASE WHEN attempts >= max_attempts THEN 'FAILED' ELSE 'PENDING' END,
          completed_at = CASE WHEN attempts >= max_attempts THEN app_now() END,
          lease_token = NULL, lease_until = NULL, phase = NULL, rung_at = NULL, error_code = 'worker_lost',
          error_message = 'the worker that ran this import stopped answering'
        WHERE id IN (SELECT id FROM imports WHERE status = 'RUNNING' AND lease_until < app_now() FOR UPDATE SKIP LOCKED)
        RETURNING id, status`,
    );
    return rows;
  }

  /** Takes due imports, the oldest of each account first, then the second of each. */
  async takeDue(count: number): Promise<ImportBell[]> {
    const { rows } = await this.database.system<ImportBell>(
      `WITH due AS (
         SELECT id, created_at, row_number() OVER (PARTITION BY account_id ORDER BY created_at, id) AS turn
           FROM imports WHERE status = 'PENDING' AND not_before <= app_now()
            AND (rung_at IS NULL OR rung_at <= app_now() - make_interval(secs => $2))),
       taken AS (
         SELECT i.id FROM imports i JOIN due USING (id) WHERE i.status = 'PENDING'
          ORDER BY due.turn, due.created_at LIMIT $1 FOR UPDATE OF i SKIP LOCKED)
       UPDATE imports i SET rung_at = app_now(), dispatch_no = i.dispatch_no + 1 FROM taken WHERE i.id = taken.id
        RETURNING i.id, i.claim_no AS "claimNo", i.dispatch_no AS "dispatchNo"`,
      [count, this.settings.ringAgainSeconds],
    );
    return rows;
  }

  /** Of these file keys, those that an import still needs: uploads until it ends, refused rows until `days` after that. */
  async named(keys: readonly string[], days: number): Promise<Set<string>> {
    const { rows } = await this.database.system<{ key: string }>(
      `SELECT k.key FROM unnest($1::text[]) AS k(key)
         JOIN imports i ON split_part(k.key, '/', 2) = 'uploads' AND i.id::text = split_part(k.key, '/', 3)
        WHERE i.status IN ('PENDING', 'RUNNING')
           OR (i.completed_at > app_now() - make_interval(days => $2)
               AND i.receipt @? ('$.files[*] ? (@.refusedKey == ' || to_json(k.key) || ')')::jsonpath)`,
      [keys, days],
    );
    return new Set(rows.map(({ key }) => key));
  }

  private waitAfter(attempts: number): number {
    const { backoffSeconds } = this.settings;
    return (backoffSeconds[Math.min(attempts, backoffSeconds.length) - 1] ?? 0) * Math.random();
  }
}
