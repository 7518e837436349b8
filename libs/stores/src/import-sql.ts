import type { SwitchSetting, SwitchSql } from '@pressroom/imports';

/** What a statement over millions of rows may sort and hash in memory before it spills. */
const WORK_MEMORY = '96MB';

/**
 * Gives numbers to stores that have none yet. Imports of one account do this one after the other until they commit: two
 * that name the same new stores in different order would wait for each other.
 */
export async function knowStores(sql: SwitchSql, { staging, accountId }: SwitchSetting): Promise<void> {
  await sql.query(`SET LOCAL work_mem = '${WORK_MEMORY}'`);
  await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 5))', [accountId]);
  await sql.write(
    `INSERT INTO stores (account_id, store_id)
     SELECT $1::uuid, named.store_id FROM (SELECT DISTINCT store_id FROM ${staging}) AS named
      WHERE NOT EXISTS (SELECT 1 FROM stores s WHERE s.account_id = $1 AND s.store_id = named.store_id)
      ORDER BY 2
     ON CONFLICT DO NOTHING`,
    [accountId],
  );
}
