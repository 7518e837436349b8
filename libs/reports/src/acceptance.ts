import type { Database, Tx } from '@pressroom/entities';
import { DomainError, missing } from '@pressroom/kernel';
import { createHash } from 'node:crypto';
import { type Accepted, type AcceptanceLimits, type ReportOrder, ReportInserts } from './insert-report';
import { VIEW_COLUMNS, type ReportView } from './rows';

/** What a request that may be repeated is known by. */
export interface RepeatKey {
  key: string;
  /** Everything that makes two requests the same. */
  request: unknown;
}

export type Answer<Body> = { replayed: boolean; body: Body };

/** Further writes in the transaction of an acceptance. */
export type Within = (tx: Tx) => Promise<void>;

/** The api's side of a report's life: taken in, called off, removed. */
export class Acceptance {
  private readonly inserts: ReportInserts;

  constructor(
    private readonly database: Database,
    limits: AcceptanceLimits,
  ) {
    this.inserts = new ReportInserts(limits);
  }

  /**
   * Inserts the report and commits; the caller rings afterwards.
   * @param within written in the same transaction: what the report is made of and the report appear together
   * @throws DomainError `limited` when the account has too many open reports or reports of today
   */
  accept(order: ReportOrder, within?: Within): Promise<Accepted> {
    return this.database.inAccount(order.accountId, async (tx) => {
      const accepted = await this.inserts.insert(tx, order);
      await within?.(tx);
      return accepted;
    });
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
    within?: Within,
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
      const accepted = await this.inserts.insert(tx, order);
      await within?.(tx);
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
      // A publication under way is waited for: otherwise its files would be named by nobody and seen by nobody.
      await tx.query(`SELECT 1 FROM reports WHERE id = $1 AND account_id = $2 FOR UPDATE`, [id, accountId]);
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
