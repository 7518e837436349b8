/**
 * A file of polls (`store_id,status,timestamp_utc`) through the import machinery against the bare COPY of the same file
 * into the same table, each on an empty table of a PostgreSQL of its own with fsync on. Prints seconds, rows a second,
 * the ratio, peak memory above idle and the longest pause of the event loop.
 *
 *     node dist/test/bench/imports.js polls.csv [rounds]
 */
import { createPool, migrate } from '@pressroom/entities';
import { copyText, type ImportClaim, type ImportKind, ImportRun, refuse } from '@pressroom/imports';
import { newId } from '@pressroom/kernel';
import { LocalStore } from '@pressroom/storage';
import { chmodSync, createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { startPostgres } from '../support/servers';
import { ROOT_PREFIX, TEST_ROOT_VARIABLE } from '../support/test-root';

const TARGET = `
  DROP TABLE IF EXISTS bench_polls;
  CREATE TABLE bench_polls (store_id text COLLATE "C" NOT NULL, status text NOT NULL, timestamp_utc timestamptz NOT NULL,
    PRIMARY KEY (store_id, timestamp_utc));
  GRANT ALL ON bench_polls TO PUBLIC`;

const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? UTC$/;

/** One row a store and instant: the last of the file. Sorted as the key is, which halves the cost of the index. */
const NEWEST = (staging: string): string =>
  `SELECT DISTINCT ON (store_id, at) store_id, at, status FROM ${staging} ORDER BY store_id, at, line DESC`;

const polls: ImportKind = {
  name: 'bench.polls',
  columns: [
    { name: 'store_id', required: true },
    { name: 'status', required: true },
    { name: 'timestamp_utc', required: true },
  ],
  staging: 'store_id text COLLATE "C" NOT NULL, status text NOT NULL, at timestamptz NOT NULL',
  open: () => ({
    stage: ([store = '', status = '', at = '']) => {
      if (status !== 'active' && status !== 'inactive') return refuse('status', 'must be active or inactive');
      if (!INSTANT.test(at)) return refuse('timestamp_utc', 'must be an instant');
      return `${copyText(store)}\t${status}\t${at}`;
    },
  }),
  apply: async (sql, { staging, rows }) => {
    const changed = await sql.write(
      `UPDATE bench_polls b SET status = s.status FROM (${NEWEST(staging)}) s
        WHERE b.store_id = s.store_id AND b.timestamp_utc = s.at AND b.status <> s.status`,
    );
    const added = await sql.write(
      `INSERT INTO bench_polls SELECT store_id, status, at FROM (${NEWEST(staging)}) s
        WHERE NOT EXISTS (SELECT FROM bench_polls b WHERE b.store_id = s.store_id AND b.timestamp_utc = s.at)`,
    );
    const kept = changed + added;
    return { kept, known: rows - kept };
  },
};

async function bareCopy(pool: pg.Pool, file: string): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query(TARGET);
    await client.query('CHECKPOINT').catch(() => undefined);
    const began = performance.now();
    const copy = client.query(copyFrom('COPY bench_polls FROM STDIN WITH (FORMAT csv, HEADER)'));
    await pipeline(createReadStream(file, { highWaterMark: 262_144 }), copy);
    return (performance.now() - began) / 1000;
  } finally {
    client.release();
  }
}

async function imported(
  pool: pg.Pool,
  store: LocalStore,
  file: string,
): Promise<{ seconds: number; rows: number }> {
  await pool.query(TARGET);
  const [accountId, id, leaseToken] = [newId(), newId(), newId()];
  await pool.query(`INSERT INTO accounts (id, email) VALUES ($1::uuid, $1::text || '@example.org')`, [
    accountId,
  ]);
  const key = `${accountId}/uploads/${id}/polls.csv`;
  const upload = await store.create(key);
  await pipeline(createReadStream(file), upload.sink);
  const { bytes, sha256 } = await upload.commit();
  const files = [{ name: 'polls.csv', key, bytes, sha256, encoding: 'utf-8' as const }];
  await pool.query(
    `INSERT INTO imports (id, account_id, kinds, options, files, max_attempts, status, claim_no, lease_token, lease_until)
     VALUES ($1, $2, $3, '{}', $4, 1, 'RUNNING', 1, $5, app_now() + interval '1 hour')`,
    [id, accountId, [polls.name], JSON.stringify(files), leaseToken],
  );
  const claim: ImportClaim = {
    ...{ id, accountId, leaseToken, kinds: [polls.name], options: {}, files },
    ...{ claimNo: 1, attempts: 1, maxAttempts: 1, createdAt: new Date(), traceparent: null },
  };
  let staged = 0;
  const run = new ImportRun({
    pool,
    store,
    kinds: new Map([[polls.name, polls]]),
    settings: { refusedShare: 0.01, limitMs: 600_000, recordLength: 1_048_576, columns: 1000 },
    onPoint: (point) => {
      if (point === 'mid_import') staged = performance.now();
    },
  });
  const began = performance.now();
  const outcome = await run.run(claim, new AbortController().signal);
  const seconds = (performance.now() - began) / 1000;
  if (outcome.outcome !== 'completed') throw new Error(JSON.stringify(outcome));
  console.log(`read and staged in ${((staged - began) / 1000).toFixed(2)} s`);
  return { seconds, rows: outcome.receipt.rowsRead };
}

async function main(): Promise<void> {
  const [file, rounds = '3'] = process.argv.slice(2);
  if (file === undefined) throw new Error('usage: node dist/test/bench/imports.js polls.csv');
  const root = (process.env[TEST_ROOT_VARIABLE] = mkdtempSync(join(tmpdir(), ROOT_PREFIX)));
  chmodSync(root, 0o755);
  const server = await startPostgres();
  try {
    await migrate(server.url);
    const pool = createPool({
      url: server.url,
      max: 3,
      name: 'bench',
      scope: 'system',
      statementTimeoutMs: 600_000,
    });
    const store = new LocalStore(mkdtempSync(join(root, 'files-')));
    const idle = process.memoryUsage.rss();
    let peak = idle;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
    for (let round = 1; round <= Number(rounds); round += 1) {
      const bare = await bareCopy(pool, file);
      const loop = monitorEventLoopDelay({ resolution: 5 });
      loop.enable();
      const { seconds, rows } = await imported(pool, store, file);
      loop.disable();
      console.log(
        `${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB: bare ${bare.toFixed(2)} s, import ${seconds.toFixed(2)} s, ` +
          `${Math.round(rows / seconds)} rows/s, ratio ${(bare / seconds).toFixed(2)}, ` +
          `memory +${((peak - idle) / 1e6).toFixed(0)} MB, longest pause ${(loop.max / 1e6).toFixed(0)} ms`,
      );
    }
    clearInterval(watch);
    await pool.end();
  } finally {
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
