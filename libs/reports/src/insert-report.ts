import { prepared, type Tx } from '@pressroom/entities';
import { DomainError, newId } from '@pressroom/kernel';
import { DayCounts } from './day-counts';
import type { ReportView } from './rows';
import { StoredBytes } from './stored-bytes';

export interface ReportOrder {
  accountId: string;
  template: string;
  templateVersion: string;
  formats: readonly string[];
  parameters: Record<string, unknown>;
  /** Who asked, in which language and zone: what the template is given besides its parameters. */
  context: Record<string, unknown>;
  queue: string;
  limitSeconds: number;
  traceparent: string | null;
}

export interface AcceptanceLimits {
  /** Open (PENDING or RUNNING) reports an account may have. */
  openQuota: number;
  /** Open reports up to which the bell is rung at once; past that the dispatcher takes turns between accounts. */
  runningQuota: number;
  /** Reports an account may ask for in 24 h. */
  perDayQuota: number;
  /** Bytes that the files of an account's reports may come to before it asks for more. */
  byteQuota: number;
  /** Executions a report may have: 1 + retries. */
  maxAttempts: number;
}

export interface Accepted {
  report: ReportView;
  /** True when the bell is to be rung now. */
  ring: boolean;
}

/**
 * How many inserts of one account can be under way without seeing each other: past a quota minus this,
 * requests of an account queue up behind a lock and the quota is exact.
 */
const UNSEEN_INSERTS = 50;

/** Inserts reports within an account's quotas. */
export class ReportInserts {
  private readonly days: DayCounts;
  private readonly stored: StoredBytes;

  constructor(private readonly limits: AcceptanceLimits) {
    this.stored = new StoredBytes(limits.byteQuota);
    this.days = new DayCounts(limits.perDayQuota - UNSEEN_INSERTS);
  }

  /** @throws DomainError `limited` when the account has too many open reports, asked for too many in 24 h or keeps too much */
  async insert(tx: Tx, order: ReportOrder): Promise<Accepted> {
    const id = newId();
    const { openQuota, perDayQuota, byteQuota } = this.limits;
    if (await this.stored.full(tx, order.accountId)) {
      throw new DomainError('limited', 'too_many_bytes', {
        detail: `the files of this account's reports come to more than ${byteQuota} bytes: delete some`,
        retryAfterSeconds: 60,
      });
    }
    if (await this.days.farFromQuota(tx, order.accountId)) {
      const taken = await this.insertBelow(tx, id, order, openQuota - UNSEEN_INSERTS);
      if (taken !== undefined) return taken;
    }
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 2))`, [order.accountId]);
    if ((await this.days.count(tx, order.accountId)) >= perDayQuota)
      throw tooMany(`${perDayQuota} reports in 24 hours`, 3600);
    const last = await this.insertBelow(tx, id, order, openQuota);
    if (last !== undefined) return last;
    throw tooMany(`${openQuota} unfinished reports`, 10);
  }

  private async insertBelow(
    tx: Tx,
    id: string,
    order: ReportOrder,
    bound: number,
  ): Promise<Accepted | undefined> {
    const [row] = await tx.query<{ ring: boolean; createdAt: Date; updatedAt: Date }>(INSERT, [
      id,
      order.accountId,
      order.template,
      order.templateVersion,
      order.formats,
      order.parameters,
      order.context,
      order.queue,
      this.limits.maxAttempts,
      order.limitSeconds,
      order.traceparent,
      this.limits.runningQuota,
      bound,
    ]);
    return row && { ring: row.ring, report: pendingView(id, order, row) };
  }
}

const INSERT = prepared(
  'report-insert',
  `INSERT INTO reports (id, account_id, template, template_version, formats, parameters, context, queue,
      max_attempts, limit_seconds, traceparent, rung_at, dispatch_no)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
         CASE WHEN open.n < $12 THEN app_now() END, CASE WHEN open.n < $12 THEN 1 ELSE 0 END
    FROM (SELECT count(*) AS n FROM reports WHERE account_id = $2 AND status IN ('PENDING', 'RUNNING')) open
   WHERE open.n < $13
  RETURNING rung_at IS NOT NULL AS ring, created_at AS "createdAt", updated_at AS "updatedAt"`,
);

function tooMany(what: string, retryAfterSeconds: number): DomainError {
  return new DomainError('limited', 'too_many_reports', {
    detail: `this account has ${what}`,
    retryAfterSeconds,
  });
}

function pendingView(id: string, order: ReportOrder, row: { createdAt: Date; updatedAt: Date }): ReportView {
  return {
    id,
    accountId: order.accountId,
    template: order.template,
    templateVersion: order.templateVersion,
    formats: [...order.formats],
    parameters: order.parameters,
    status: 'PENDING',
    attempts: 0,
    phase: null,
    done: null,
    total: null,
    errorCode: null,
    errorMessage: null,
    createdAt: row.createdAt,
    startedAt: null,
    completedAt: null,
    updatedAt: row.updatedAt,
    artefacts: [],
    // No links before COMPLETED: the epoch is read with the row by then.
    downloadEpoch: 0,
  };
}
