import { OWNED_TABLES, type OwnedTable, type SystemSql } from '@pressroom/entities';
import type { ErasureStep } from './steps';

/** An erasure in the hands of one worker, under one lease. */
export interface ErasureClaim {
  id: string;
  /** The account. */
  subject: string;
  subjectHash: Buffer;
  step: ErasureStep;
  attempts: number;
  counts: Record<string, number>;
  requestedAt: Date;
  leaseToken: string;
}

/** Rows removed by one statement: it must end well within the time a statement has. */
const BATCH = 5000;

const COLUMNS = `e.id, e.subject, e.subject_hash AS "subjectHash", e.step, e.attempts, e.counts,
  e.requested_at AS "requestedAt", e.lease_token AS "leaseToken"`;

/** Tables whose rows this machinery removes itself; what follows another row goes with that. */
const REMOVED = OWNED_TABLES.filter(({ table, erasure }) => erasure.how === 'erase' && table !== 'accounts');
const EMPTIED = OWNED_TABLES.filter(({ erasure }) => erasure.how !== 'keep');

/** The worker's side of an erasure. Every statement may be repeated. */
export class ErasureWork {
  constructor(
    private readonly database: SystemSql,
    private readonly leaseSeconds: number,
  ) {}

  /** Takes one that is due and that nobody works on. */
  async take(leaseToken: string): Promise<ErasureClaim | null> {
    const { rows } = await this.database.system<ErasureClaim>(
      `UPDATE erasures e SET lease_token = $1, lease_until = app_now() + make_interval(secs => $2)
        WHERE e.id = (SELECT id FROM erasures WHERE completed_at IS NULL AND not_before <= app_now()
                        AND (lease_until IS NULL OR lease_until < app_now())
                      ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING ${COLUMNS}`,
      [leaseToken, this.leaseSeconds],
    );
    return rows[0] ?? null;
  }

  /** @returns false when somebody else works on it by now */
  async advance(claim: ErasureClaim, to: ErasureStep): Promise<boolean> {
    const { rowCount } = await this.database.system(
      `UPDATE erasures SET step = $3, attempts = 0, error_code = NULL,
          lease_until = app_now() + make_interval(secs => $4) WHERE id = $1 AND lease_token = $2`,
      [claim.id, claim.leaseToken, to, this.leaseSeconds],
    );
    return rowCount === 1;
  }

  /** Gives it back, to go on from its step later. */
  async putOff(claim: ErasureClaim, seconds: number, errorCode: string | null): Promise<void> {
    await this.database.system(
      `UPDATE erasures SET lease_token = NULL, lease_until = NULL, error_code = $4,
          attempts = attempts + CASE WHEN $4::text IS NULL THEN 0 ELSE 1 END,
          not_before = app_now() + make_interval(secs => $3) WHERE id = $1 AND lease_token = $2`,
      [claim.id, claim.leaseToken, seconds, errorCode],
    );
  }

  /** Seconds of `patience` that are left since the request. */
  async secondsLeft({ id }: ErasureClaim, patience: number): Promise<number> {
    const { rows } = await this.database.system<{ left: number }>(
      `SELECT extract(epoch FROM requested_at + make_interval(secs => $2) - app_now())::float8 AS left
         FROM erasures WHERE id = $1`,
      [id, patience],
    );
    return Math.max(0, rows[0]?.left ?? 0);
  }

  /** Calls off what runs, and lets nothing that waits begin. @returns how many executions still run */
  async stop({ subject }: ErasureClaim): Promise<number> {
    await this.database.system(
      `UPDATE reports SET cancel_requested_at = coalesce(cancel_requested_at, app_now()),
          status = CASE WHEN status = 'PENDING' THEN 'CANCELLED' ELSE status END,
          completed_at = CASE WHEN status = 'PENDING' THEN app_now() ELSE completed_at END,
          error_code = NULL, error_message = NULL
        WHERE account_id = $1 AND status IN ('PENDING', 'RUNNING')`,
      [subject],
    );
    for (const table of ['imports', 'deliveries'])
      await this.database.system(
        `UPDATE ${table} SET not_before = 'infinity'
          WHERE account_id = $1 AND status = 'PENDING' AND not_before < 'infinity'`,
        [subject],
      );
    const { rows } = await this.database.system<{ running: number }>(
      `SELECT (SELECT count(*) FROM reports WHERE account_id = $1 AND status = 'RUNNING')
            + (SELECT count(*) FROM imports WHERE account_id = $1 AND status = 'RUNNING')
            + (SELECT count(*) FROM deliveries WHERE account_id = $1 AND status = 'RUNNING') AS running`,
      [subject],
    );
    return rows[0]?.running ?? 0;
  }

  /** Ids that jobs of the account carry. */
  async workIds({ subject }: ErasureClaim): Promise<Set<string>> {
    const { rows } = await this.database.system<{ id: string }>(
      `SELECT id FROM reports WHERE account_id = $1 UNION ALL SELECT id FROM imports WHERE account_id = $1
       UNION ALL SELECT id FROM deliveries WHERE account_id = $1`,
      [subject],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Of these ids, those that no report, import or message has. */
  async strangersAmong(ids: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.database.system<{ id: string }>(
      `SELECT work AS id FROM unnest($1::uuid[]) AS asked(work)
        WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.id = work) AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.id = work)
          AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.id = work)`,
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Removes every row but the account's own, table after table. */
  async removeRows(claim: ErasureClaim): Promise<void> {
    for (const table of REMOVED) while ((await this.removeBatch(claim, table)) > 0);
  }

  /** The rows go and are counted by one statement: what a crash undoes is not counted. */
  private async removeBatch(claim: ErasureClaim, { table, owner }: OwnedTable): Promise<number> {
    const { rows } = await this.database.system<{ gone: number }>(
      `WITH picked AS (SELECT ctid FROM ${table} WHERE ${owner} = $1 LIMIT ${BATCH}),
       gone AS (DELETE FROM ${table} t USING picked WHERE t.ctid = picked.ctid RETURNING 1)
       UPDATE erasures SET lease_until = app_now() + make_interval(secs => $5),
           counts = jsonb_set(counts, ARRAY[$2::text],
             to_jsonb(coalesce((counts->>$2)::bigint, 0) + (SELECT count(*) FROM gone)))
        WHERE id = $3 AND lease_token = $4 RETURNING (SELECT count(*) FROM gone) AS gone`,
      [claim.subject, table, claim.id, claim.leaseToken, this.leaseSeconds],
    );
    return rows[0]?.gone ?? 0;
  }

  /** What came late goes with it, by the foreign keys. */
  async removeAccount({ subject }: ErasureClaim): Promise<void> {
    await this.database.system('DELETE FROM accounts WHERE id = $1 AND deleted_at IS NOT NULL', [subject]);
  }

  /** Tables that still hold a row of the account. */
  async tablesLeft({ subject }: ErasureClaim): Promise<string[]> {
    const parts = EMPTIED.map(
      ({ table, owner }) =>
        `SELECT '${table}' AS name WHERE EXISTS (SELECT 1 FROM ${table} WHERE ${owner} = $1)`,
    );
    const { rows } = await this.database.system<{ name: string }>(parts.join(' UNION ALL '), [subject]);
    return rows.map(({ name }) => name);
  }

  /** The facts of the certificate, with the database's own time. */
  async facts({
    id,
  }: ErasureClaim): Promise<{ requestedAt: Date; now: Date; counts: Record<string, number> }> {
    const { rows } = await this.database.system<{
      requestedAt: Date;
      now: Date;
      counts: Record<string, number>;
    }>(`SELECT requested_at AS "requestedAt", app_now() AS now, counts FROM erasures WHERE id = $1`, [id]);
    const [row] = rows;
    if (row === undefined) throw new Error('the erasure is gone');
    return row;
  }

  /** @returns false when somebody else has it by now */
  async complete(claim: ErasureClaim, certificate: string, at: Date): Promise<boolean> {
    const { rowCount } = await this.database.system(
      `UPDATE erasures SET step = 'done', certificate = $3, completed_at = $4, subject = NULL, lease_token = NULL,
          lease_until = NULL, error_code = NULL WHERE id = $1 AND lease_token = $2`,
      [claim.id, claim.leaseToken, certificate, at],
    );
    return rowCount === 1;
  }
}
