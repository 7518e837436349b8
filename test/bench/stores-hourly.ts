/**
 * The hourly life of a fleet: 1.8 million polls of 14,092 stores lie there, 14,000 new ones come, and a fresh report is
 * asked for. A PostgreSQL of its own with fsync on. Limit: one second for the import, each hour.
 *
 *     npm run bench -- stores-hourly [polls.csv hours.csv zones.csv]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, imported, measured, newAccount, withBench } from './stores-world';

const HOURS = 6;
const STORES = 14_000;
const LIMIT_SECONDS = 1;

/** One poll a store, in the hour after the newest of all; some minutes apart, in no order. */
async function nextHour({ admin, root }: Bench, accountId: string, turn: number): Promise<string> {
  const { rows } = await admin.query<{ line: string }>(
    `WITH newest AS (SELECT date_trunc('hour', max(at)) + interval '1 hour' AS hour FROM store_polls WHERE account_id = $1)
     SELECT store_id || ',' || CASE WHEN no % 4 = $2 % 4 THEN 'inactive' ELSE 'active' END || ',' ||
            to_char((hour + (no % 900) * interval '1.000123 second') AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || ' UTC' AS line
       FROM stores, newest WHERE account_id = $1 ORDER BY md5(store_id) LIMIT $3`,
    [accountId, turn, STORES],
  );
  const path = join(root, `hour-${turn}.csv`);
  writeFileSync(path, ['store_id,status,timestamp_utc', ...rows.map(({ line }) => line), ''].join('\n'));
  return path;
}

async function measure(bench: Bench, files: readonly string[]): Promise<void> {
  const own = await newAccount(bench);
  console.log(`all that lies there: ${(await imported(bench, own, files)).toFixed(2)} s`);
  for (let turn = 0; turn < HOURS; turn += 1) {
    const path = await nextHour(bench, own, turn);
    const seconds = await imported(bench, own, [path]);
    const csv = await measured(bench, own, 'csv');
    console.log(
      `hour ${turn + 1}: import ${seconds.toFixed(2)} s (limit ${LIMIT_SECONDS}), fresh report as csv ${csv.seconds.toFixed(2)} s, ` +
        `${csv.rows} rows, memory +${csv.megabytes.toFixed(0)} MB`,
    );
  }
}

withBench(measure);
