import type { SystemSql } from '@pressroom/entities';

/** Stores whose polls one statement removes: what waits for it waits for a fraction of a second. */
const BATCH = 500;

/**
 * Removes a batch of stores' polls that are older than the account's newest poll by more than `days`, but not the last one
 * of each store before that: it speaks for the time after. So no report whose windows lie within those days changes, and no
 * store goes missing. Does nothing while an import of the account is under way; the next sweep will.
 */
const FORGET = `
  WITH free AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended($1::uuid::text, 5)) AS got),
  batch AS MATERIALIZED (
    SELECT s.no FROM stores s WHERE s.account_id = $1 AND s.no > $2 ORDER BY s.no LIMIT ${BATCH}),
  old AS MATERIALIZED (
    SELECT batch.no, last.at FROM batch CROSS JOIN LATERAL (
      SELECT at FROM store_polls p WHERE p.account_id = $1 AND p.store = batch.no AND p.at < $3::timestamptz
       ORDER BY at DESC LIMIT 1) AS last),
  gone AS (
    DELETE FROM store_polls p USING old, free
     WHERE free.got AND p.account_id = $1 AND p.store = old.no AND p.at < old.at RETURNING 1)
  SELECT (SELECT max(no) FROM batch) AS last, (SELECT count(*)::int FROM gone) AS removed`;

/** Where an account's polls begin to be old. Its own newest poll is its now: a feed of years ago is no older for lying here. */
const CUTS = `
  SELECT s.account_id AS "accountId", (max(newest.at) - make_interval(days => $1))::text AS cut
    FROM stores s CROSS JOIN LATERAL (
      SELECT at FROM store_polls p WHERE p.account_id = s.account_id AND p.store = s.no
       ORDER BY at DESC LIMIT 1) AS newest
   GROUP BY s.account_id`;

/**
 * Removes polls that no report of the last `days` before their account's newest poll needs, whosoever they are.
 * @param days null: none go @returns how many went
 */
export async function forgetPolls(sql: SystemSql, days: number | null): Promise<number> {
  if (days === null) return 0;
  let removed = 0;
  const { rows } = await sql.system<{ accountId: string; cut: string }>(CUTS, [days]);
  for (const { accountId, cut } of rows) {
    for (let after: number | null = -1; after !== null;) {
      const told: { last: number | null; removed: number } | undefined = (
        await sql.system<{ last: number | null; removed: number }>(FORGET, [accountId, after, cut])
      ).rows[0];
      after = told?.last ?? null;
      removed += told?.removed ?? 0;
    }
  }
  return removed;
}
