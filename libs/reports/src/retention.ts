import type { SystemSql } from '@pressroom/entities';

/** What the collector asks the rows. Rows go first, files after: a file without a row is found again, the other way round not. */
export class Retention {
  constructor(private readonly database: SystemSql) {}

  /** COMPLETED for longer than `days` → EXPIRED, in batches. @returns keys of the files that nobody names any more */
  async expire(days: number): Promise<string[]> {
    const { rows } = await this.database.system<{ key: string }>(
      `WITH old AS (
         SELECT id FROM reports WHERE status = 'COMPLETED' AND completed_at < app_now() - make_interval(days => $1)
          ORDER BY completed_at LIMIT 500 FOR UPDATE SKIP LOCKED),
       expired AS (UPDATE reports r SET status = 'EXPIRED' FROM old WHERE r.id = old.id RETURNING r.id)
       DELETE FROM artefacts a USING expired WHERE a.report_id = expired.id RETURNING a.file_key AS key`,
      [days],
    );
    return rows.map((row) => row.key);
  }

  /** Of these file keys, the ones that a row names or that a running execution may still be writing. */
  async named(keys: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.database.system<{ key: string }>(
      `SELECT k.key FROM unnest($1::text[]) AS k(key)
        WHERE EXISTS (SELECT 1 FROM artefacts a WHERE a.file_key = k.key)
           OR EXISTS (SELECT 1 FROM reports r WHERE r.status = 'RUNNING' AND r.id::text = split_part(k.key, '/', 2)
                        AND split_part(k.key, '/', 3) = r.claim_no || '-' || r.lease_token)`,
      [keys],
    );
    return new Set(rows.map((row) => row.key));
  }

  /** Forgets answers that are older than 24 h. */
  async forgetAnswers(): Promise<number> {
    const { rowCount } = await this.database.system(
      `DELETE FROM idempotency_keys WHERE created_at < app_now() - interval '24 hours'`,
    );
    return rowCount;
  }
}
