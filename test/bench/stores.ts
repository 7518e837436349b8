/**
 * Store monitoring at the size of a real fleet: 14,092 stores, 1.8 million polls of one week. A PostgreSQL of its own with
 * fsync on. In one run, side by side:
 *  - the import of the polls, and the bare COPY of the same rows into the same table,
 *  - the whole report from cold, and the bare `COPY (SELECT … ORDER BY …) TO STDOUT` of the polls it reads,
 *
 *     npm run bench -- stores [polls.csv hours.csv zones.csv]
 */
import { type Snapshot, createPool, inSnapshot, migrate } from '@pressroom/entities';
import { type ImportClaim, ImportRun } from '@pressroom/imports';
import { newId } from '@pressroom/kernel';
import { writeDocument } from '@pressroom/report-builders';
import { LocalStore } from '@pressroom/storage';
import { hoursImport, PgHistoryReader, pollImport, zoneImport } from '@pressroom/stores';
import { findTemplate } from '@pressroom/templates';
import { chmodSync, createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { startPostgres } from '../support/servers';
import { ROOT_PREFIX, TEST_ROOT_VARIABLE } from '../support/test-root';
import { writeFleet } from './fleet-files';

const ROUNDS = 2;
const nothing = (): Writable => new Writable({ write: (_piece, _encoding, done) => done() });

async function timed<Result>(work: () => Promise<Result>): Promise<{ seconds: number; result: Result }> {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1000, result };
}

interface Bench {
  pool: pg.Pool;
  /** A superuser's connections: COPY into tables with walls is not for others. */
  admin: pg.Pool;
  store: LocalStore;
  root: string;
}

async function imported(
  { pool, store }: Bench,
  accountId: string,
  paths: readonly string[],
): Promise<number> {
  const [id, leaseToken] = [newId(), newId()];
  const files: ImportClaim['files'][number][] = [];
  for (const [at, path] of paths.entries()) {
    const key = `${accountId}/uploads/${id}/upload-${at + 1}.csv`;
    const upload = await store.create(key);
    await pipeline(createReadStream(path), upload.sink);
    files.push({ name: `${at + 1}.csv`, key, ...(await upload.commit()), encoding: 'utf-8' });
  }
  const kinds = [pollImport, hoursImport, zoneImport];
  await pool.query(
    `INSERT INTO imports (id, account_id, kinds, options, files, max_attempts, status, claim_no, lease_token, lease_until)
     VALUES ($1, $2, $3, '{}', $4, 1, 'RUNNING', 1, $5, app_now() + interval '1 hour')`,
    [id, accountId, kinds.map(({ name }) => name), JSON.stringify(files), leaseToken],
  );
  const claim: ImportClaim = {
    ...{ id, accountId, leaseToken, kinds: kinds.map(({ name }) => name), options: {}, files },
    ...{ claimNo: 1, attempts: 1, maxAttempts: 1, traceparent: null, createdAt: new Date() },
  };
  const run = new ImportRun({
    pool,
    store,
    kinds: new Map(kinds.map((kind) => [kind.name, kind])),
    settings: { refusedShare: 0.01, limitMs: 600_000, recordLength: 1_048_576, columns: 1000 },
    onPoint: () => undefined,
  });
  const { seconds, result } = await timed(() => run.run(claim, new AbortController().signal));
  if (result.outcome !== 'completed') throw new Error(JSON.stringify(result));
  for (const { kind, rowsKept, rowsPerSecond } of result.receipt.files)
    console.log(`  ${kind}: ${rowsKept} rows kept, ${rowsPerSecond} rows/s`);
  return seconds;
}

async function newAccount({ pool }: Bench): Promise<string> {
  const id = newId();
  await pool.query(`INSERT INTO accounts (id, email) VALUES ($1::uuid, $1::text || '@example.org')`, [id]);
  return id;
}

/** The rows of the table as a file, in the order in which the feed had them, under another account. */
async function bareCopy({ admin, root }: Bench, from: string, to: string): Promise<number> {
  const path = join(root, 'bare.copy');
  const client = await admin.connect();
  try {
    const rows = `SELECT '${to}'::uuid, at, store, active FROM store_polls WHERE account_id = '${from}' ORDER BY md5(store::text || at::text)`;
    await pipeline(client.query(copyTo(`COPY (${rows}) TO STDOUT`)), createWriteStream(path));
    const { seconds } = await timed(() =>
      pipeline(
        createReadStream(path, { highWaterMark: 262_144 }),
        client.query(copyFrom('COPY store_polls FROM STDIN')),
      ),
    );
    return seconds;
  } finally {
    client.release();
  }
}

/** The whole build, as a worker does it: read, compute, lay out, write. */
async function report(
  { root }: Bench,
  snapshot: Snapshot,
  accountId: string,
  format: 'csv' | 'xlsx',
): Promise<number> {
  const template = findTemplate('stores.uptime');
  const context = {
    ...{ accountId, role: 'member' as const, locale: 'en', timeZone: 'UTC' },
    requestedAt: new Date().toISOString(),
  };
  const parameters = template.resolve({}, context);
  const document = await template.compose(new PgHistoryReader(snapshot), parameters, context);
  const sink = createWriteStream(join(root, `report.${format}`));
  const [written] = await writeDocument(document, [{ format, sink }], {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return written?.rows ?? 0;
}

async function measure(bench: Bench, [polls = '', hours = '', zones = '']: readonly string[]): Promise<void> {
  const { pool, admin } = bench;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [own, other] = [await newAccount(bench), await newAccount(bench)];
    const seconds = await imported(bench, own, [polls]);
    const bare = await bareCopy(bench, own, other);
    console.log(
      `import ${seconds.toFixed(2)} s, bare copy ${bare.toFixed(2)} s, rate ${(bare / seconds).toFixed(2)} of it`,
    );
    await imported(bench, own, [hours, zones]);
    const idle = process.memoryUsage.rss();
    let peak = idle;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
    const client = await admin.connect();
    const query = `SELECT store, at, active FROM store_polls WHERE account_id = '${own}' ORDER BY store, at`;
    for (let turn = 0; turn < 2; turn += 1) {
      const copied = await timed(() =>
        pipeline(client.query(copyTo(`COPY (${query}) TO STDOUT`)), nothing()),
      );
      const format = turn === 0 ? 'csv' : 'xlsx';
      const read = await timed(() =>
        inSnapshot(pool, { scope: { accountId: own }, timeoutMs: 60_000 }, (snapshot) =>
          report(bench, snapshot, own, format),
        ),
      );
      console.log(
        `report as ${format} ${read.seconds.toFixed(2)} s (${read.result} rows), copy out ${copied.seconds.toFixed(2)} s, ` +
          `${(read.seconds / copied.seconds).toFixed(2)} times, memory +${((peak - idle) / 1e6).toFixed(0)} MB`,
      );
    }
    clearInterval(watch);
    client.release();
  }
}

async function main(): Promise<void> {
  const root = (process.env[TEST_ROOT_VARIABLE] = mkdtempSync(join(tmpdir(), ROOT_PREFIX)));
  chmodSync(root, 0o755);
  const server = await startPostgres({ durable: true });
  try {
    const given = process.argv.slice(2);
    const files = given.length === 3 ? given : await writeFleet(root);
    await migrate(server.url);
    const pool = createPool({
      url: server.url,
      max: 3,
      name: 'bench',
      scope: 'system',
      statementTimeoutMs: 0,
    });
    const admin = new pg.Pool({ connectionString: server.adminUrl, max: 1 });
    await measure({ pool, admin, root, store: new LocalStore(mkdtempSync(join(root, 'files-'))) }, files);
    await Promise.all([pool.end(), admin.end()]);
  } finally {
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
