import type { ReportStatus, SystemSql } from '@pressroom/entities';
import { BEAT, CLAIM, CLAIM_COLUMNS, PUBLISH } from './execution-statements';
import { consequenceOf, type Ending, type RetryPolicy } from './outcomes';

/** A report in the hands of one worker, under one lease. */
export interface Claim {
  id: string;
  accountId: string;
  template: string;
  templateVersion: string;
  formats: string[];
  parameters: Record<string, unknown>;
  context: Record<string, unknown>;
  claimNo: number;
  attempts: number;
  maxAttempts: number;
  leaseToken: string;
  /** Milliseconds this execution may take, from the claim. */
  limitMs: number;
  createdAt: Date;
  traceparent: string | null;
}

export interface Beat {
  id: string;
  leaseToken: string;
  phase: string | null;
  done: number | null;
  total: number | null;
}

/** What the row says back: go on, stop because it was asked for, or stop because the lease is somebody else's. */
export type Word = 'goOn' | 'cancelled' | 'lost';

export interface NewArtefact {
  format: string;
  fileKey: string;
  fileName: string;
  mediaType: string;
  bytes: number;
  rows: number;
  omittedRows: number;
  sha256: string;
}

export type Publication = 'published' | 'cancelled' | 'fenced';

export interface LeaseSettings {
  leaseSeconds: number;
  retry: RetryPolicy;
}

/** The worker's side of a report's life. Each call is one statement, conditional on the lease. */
export class Executions {
  constructor(
    private readonly database: SystemSql,
    private readonly settings: LeaseSettings,
    private readonly random: () => number = Math.random,
  ) {}

  /** Compare-and-set on the epoch. Null: a stale or double delivery, to be dropped quietly. */
  async claim(id: string, claimNo: number, leaseToken: string, workerId: string): Promise<Claim | null> {
    const { rows } = await this.database.system<Claim>(CLAIM, [
      id,
      claimNo,
      leaseToken,
      workerId,
      this.settings.leaseSeconds,
    ]);
    return rows[0] ?? null;
  }

  /** For a claim whose answer was lost: what this lease token holds, if it was given. */
  async held(id: string, leaseToken: string): Promise<Claim | null> {
    const { rows } = await this.database.system<Claim>(
      `SELECT ${CLAIM_COLUMNS} FROM reports r WHERE r.id = $1 AND r.lease_token = $2 AND r.status = 'RUNNING'`,
      [id, leaseToken],
    );
    return rows[0] ?? null;
  }

  /**
   * Extends the leases of all builds of this process and writes their progress, in one statement. No lease outlives
   * the time limit by more than its own length: a build that nothing else could stop is taken back by the sweep.
   */
  async beat(beats: readonly Beat[]): Promise<Map<string, Word>> {
    const words = new Map<string, Word>(beats.map((beat) => [beat.leaseToken, 'lost']));
    if (beats.length === 0) return words;
    const { rows } = await this.database.system<{ token: string; cancel: boolean }>(BEAT, [
      JSON.stringify(beats),
      this.settings.leaseSeconds,
    ]);
    for (const row of rows) words.set(row.token, row.cancel ? 'cancelled' : 'goOn');
    return words;
  }

  /**
   * Status and artefacts appear in one statement, or not at all. `fenced`: the files are nobody's.
   * May be repeated when its answer was lost: what happened the first time is what it answers the second time.
   */
  async publish(claim: Claim, artefacts: readonly NewArtefact[]): Promise<Publication> {
    const { rows } = await this.database.system<{ id: string }>(PUBLISH, [
      claim.id,
      claim.leaseToken,
      claim.claimNo,
      JSON.stringify(artefacts),
    ]);
    if (rows.length > 0) return 'published';
    return this.standing(claim);
  }

  /**
   * Gives the report back without a result.
   * @returns the status it has now and the seconds until its next execution is due, or null when the lease was lost
   */
  async release(
    claim: Claim,
    ending: Ending,
  ): Promise<{ status: ReportStatus; delaySeconds: number } | null> {
    const next = consequenceOf(ending, claim.attempts, claim.maxAttempts, this.settings.retry, this.random());
    const delaySeconds = next.status === 'PENDING' ? next.delaySeconds : 0;
    const counted = next.status !== 'PENDING' || next.countsAsAttempt;
    const fault = 'code' in ending ? ending : null;
    const { rows } = await this.database.system<{ status: ReportStatus }>(
      `UPDATE reports SET
          status = CASE WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED' ELSE $3 END,
          attempts = attempts - CASE WHEN $4 THEN 0 ELSE 1 END,
          lease_token = NULL, lease_until = NULL, deadline_at = NULL, rung_at = NULL,
          not_before = app_now() + make_interval(secs => $5),
          completed_at = CASE WHEN cancel_requested_at IS NOT NULL OR $3 <> 'PENDING' THEN app_now() END,
          error_code = CASE WHEN cancel_requested_at IS NULL THEN $6 END,
          error_message = CASE WHEN cancel_requested_at IS NULL THEN $7 END
        WHERE id = $1 AND lease_token = $2 AND status = 'RUNNING' RETURNING status`,
      [
        claim.id,
        claim.leaseToken,
        next.status,
        counted,
        delaySeconds,
        fault?.code ?? null,
        fault?.message ?? null,
      ],
    );
    return rows[0] === undefined ? null : { status: rows[0].status, delaySeconds };
  }

  /**
   * Why a publication found nothing to do. COMPLETED under our epoch means that an earlier try did it, since only the
   * holder of the lease can have done so; that try may have been committing while this one waited for the row.
   */
  private async standing(claim: Claim): Promise<Publication> {
    const { rows } = await this.database.system<{ published: boolean; cancelled: boolean }>(
      `SELECT status IN ('COMPLETED', 'EXPIRED') AS published,
              status = 'RUNNING' AND lease_token = $2 AND cancel_requested_at IS NOT NULL AS cancelled
         FROM reports WHERE id = $1 AND claim_no = $3`,
      [claim.id, claim.leaseToken, claim.claimNo],
    );
    if (rows[0]?.published === true) return 'published';
    return rows[0]?.cancelled === true ? 'cancelled' : 'fenced';
  }
}
