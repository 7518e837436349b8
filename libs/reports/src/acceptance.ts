import type { Database, Tx } from '@pressroom/entities';
import { DomainError, missing, newId } from '@pressroom/kernel';
import { createHash } from 'node:crypto';
import { VIEW_COLUMNS, type ReportView } from './rows';

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
  /** Reports an account may ask for in 24 h; null: any number. */
  perDayQuota: number | null;
  /** Executions a report may have: 1 + retries. */
  maxAttempts: number;
}

export interface Accepted {
  report: ReportView;
  /** True when the bell is to be rung now. */
  ring: boolean;
}

/** What a request that may be repeated is known by. */
export interface RepeatKey {
  key: string;
  /** Everything that makes two requests the same. */
  request: unknown;
}

export type Answer<Body> = { replayed: boolean; body: Body };

/**
 * How many inserts of one account can be under way without seeing each other: past `openQuota` minus this,
 * requests of an account queue up behind a lock and the quota is exact.
 */
const UNSEEN_INSERTS = 50;

/** The api's side of a report's life: taken in, called off, removed. */
export class Acceptance {
  constructor(
    private readonly database: Database,
    private readonly limits: AcceptanceLimits,
  ) {}

  /**
   * Inserts the report and commits; the caller rings afterwards.
   * @throws DomainError `limited` when the account has too many open reports or reports of today
   */
  accept(order: ReportOrder): Promise<Accepted> {
    return this.database.inAccount(order.accountId, (tx) => this.insert(tx, order));
  }

  /**
   * As `accept`, but a repeated key gets the first answer again and makes nothing new.
   * @param answerOf what the first request is answered; stored for 24 h
   * @throws DomainError `conflict` while the first request is in flight, `invalid` when the key came with another request
   */
  acceptOnce<Body extends Record<string, unknown>>(
    order: ReportOrder,
    repeat: RepeatKey,
    answerOf: (report: ReportView) => Body,
  ): Promise<Answer<Body> & { accepted: Accepted | null }> {
    const hash = createHash('sha256').update(JSON.stringify(repeat.request)).digest();
    return this.database.inAccount(order.accountId, async (tx) => {
      const [lock] = await tx.query<{ free: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 1)) AS free`,
        [`${order.accountId} ${repeat.key}`],
      );
      if (lock?.free !== true) {
        throw new DomainError('conflict', 'request_in_flight', {
          detail: 'the first request with this Idempotency-Key has not been answered yet',
          retryAfterSeconds: 1,
        });
      }
      const [known] = await tx.query<{ request_hash: Buffer; answer: Body }>(
        `SELECT request_hash, answer FROM idempotency_keys
          WHERE account_id = $1 AND key = $2 AND created_at > app_now() - interval '24 hours'`,
        [order.accountId, repeat.key],
      );
      if (known !== undefined) return { ...replay(known, hash), accepted: null };
      const accepted = await this.insert(tx, order);
      const body = answerOf(accepted.report);
      await tx.query(
        `INSERT INTO idempotency_keys (account_id, key, request_hash, answer) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, key) DO UPDATE
           SET request_hash = excluded.request_hash, answer = excluded.answer, created_at = app_now()`,
        [order.accountId, repeat.key, hash, JSON.stringify(body)],
      );
      return { replayed: false, body, accepted };
    });
  }

  /**
   * Asks for a stop. A waiting report is CANCELLED at once; a running one is told by its worker's next beat.
   * @returns the report; `changed` is false when it had ended before
   */
  cancel(accountId: string, id: string): Promise<{ report: ReportView; changed: boolean }> {
    return this.database.inAccount(accountId, async (tx) => {
      const asked = await tx.query(
        `UPDATE reports SET
            cancel_requested_at = coalesce(cancel_requested_at, app_now()),
            status = CASE WHEN status = 'PENDING' THEN 'CANCELLED' ELSE status END,
            completed_at = CASE WHEN status = 'PENDING' THEN app_now() ELSE completed_at END,
            error_code = NULL, error_message = NULL
          WHERE id = $1 AND account_id = $2 AND status IN ('PENDING', 'RUNNING') RETURNING id`,
        [id, accountId],
      );
      const [report] = await tx.query<ReportView>(
        `SELECT ${VIEW_COLUMNS} FROM reports r WHERE r.id = $1 AND r.account_id = $2`,
        [id, accountId],
      );
      if (report === undefined) throw missing('report');
      return { report, changed: asked.length === 1 };
    });
  }

  /**
   * Removes the report; a build that runs is fenced by the missing row.
   * @returns keys of the files that nobody names any more
   */
  remove(accountId: string, id: string): Promise<string[]> {
    return this.database.inAccount(accountId, async (tx) => {
      const files = await tx.query<{ file_key: string }>(
        `SELECT file_key FROM artefacts WHERE report_id = $1 AND account_id = $2`,
        [id, accountId],
      );
      const gone = await tx.query(`DELETE FROM reports WHERE id = $1 AND account_id = $2 RETURNING id`, [
        id,
        accountId,
      ]);
      if (gone.length === 0) throw missing('report');
      return files.map((file) => file.file_key);
    });
  }

  private async insert(tx: Tx, order: ReportOrder): Promise<Accepted> {
    const id = newId();
    const { openQuota } = this.limits;
    const taken = await this.insertBelow(tx, id, order, openQuota - UNSEEN_INSERTS);
    if (taken !== undefined) return taken;
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 2))`, [order.accountId]);
    const last = await this.insertBelow(tx, id, order, openQuota);
    if (last !== undefined) return last;
    throw new DomainError('limited', 'too_many_reports', {
      detail: `this account has ${openQuota} unfinished reports, or asked for too many today`,
      retryAfterSeconds: 10,
    });
  }

  private async insertBelow(
    tx: Tx,
    id: string,
    order: ReportOrder,
    bound: number,
  ): Promise<Accepted | undefined> {
    const [row] = await tx.query<{ ring: boolean; createdAt: Date; updatedAt: Date }>(
      `INSERT INTO reports (id, account_id, template, template_version, formats, parameters, context, queue,
          max_attempts, limit_seconds, traceparent, rung_at, dispatch_no)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
          CASE WHEN open.n < $12 THEN app_now() END, CASE WHEN open.n < $12 THEN 1 ELSE 0 END
         FROM (SELECT count(*) AS n FROM reports WHERE account_id = $2 AND status IN ('PENDING', 'RUNNING')) open
        WHERE open.n < $13 AND ($14::int IS NULL OR $14 > (
          SELECT count(*) FROM reports WHERE account_id = $2 AND created_at > app_now() - interval '24 hours'))
       RETURNING rung_at IS NOT NULL AS ring, created_at AS "createdAt", updated_at AS "updatedAt"`,
      [
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
        this.limits.perDayQuota,
      ],
    );
    return row && { ring: row.ring, report: pendingView(id, order, row) };
  }
}

function replay<Body>(known: { request_hash: Buffer; answer: Body }, hash: Buffer): Answer<Body> {
  if (known.request_hash.equals(hash)) return { replayed: true, body: known.answer };
  throw new DomainError('invalid', 'idempotency_key_reused', {
    detail: 'this Idempotency-Key came with another request before',
    flaws: [
      { pointer: 'header:Idempotency-Key', detail: 'was used for a different request in the last 24 hours' },
    ],
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
