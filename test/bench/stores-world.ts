/** What the measurements of stores share: servers of their own with fsync on, imports and reports as a worker does them. */
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
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { startPostgres } from '../support/servers';
import { ROOT_PREFIX, TEST_ROOT_VARIABLE } from '../support/test-root';
import { writeFleet } from './fleet-files';

export async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ seconds: number; result: Result }> {
  const began = performance.now();
  const result = await work();
  return { seconds: (performance.now() - began) / 1000, result };
}

export interface Bench {
  pool: pg.Pool;
  /** A superuser's connections: COPY into tables with walls is not for others. */
  admin: pg.Pool;
  store: LocalStore;
  root: string;
}

export async function imported(
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

export async function newAccount({ pool }: Bench): Promise<string> {
  const id = newId();
  await pool.query(`INSERT INTO accounts (id, email) VALUES ($1::uuid, $1::text || '@example.org')`, [id]);
  return id;
}

/** The whole build, as a worker does it: read, compute, lay out, write. */
export async function report(
  { root }: Bench,
  snapshot: Snapshot,
  accountId: string,
  format: 'csv' | 'xlsx' | 'json',
  template = 'stores.uptime',
): Promise<number> {
  const found = findTemplate(template);
  const context = {
    ...{ accountId, role: 'member' as const, locale: 'en', timeZone: 'UTC' },
    requestedAt: new Date().toISOString(),
  };
  const parameters = found.resolve({}, context);
  const document = await found.compose(new PgHistoryReader(snapshot), parameters, context);
  const sink = createWriteStream(join(root, `report.${format}`));
  const [written] = await writeDocument(document, [{ format, sink }], {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return written?.rows ?? 0;
}

/** A report from a snapshot of its own, and the most memory that it took beyond what was there. */
export async function measured(
  bench: Bench,
  accountId: string,
  format: 'csv' | 'xlsx' | 'json',
  template?: string,
): Promise<{ seconds: number; rows: number; megabytes: number }> {
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  const { seconds, result } = await timed(() =>
    inSnapshot(bench.pool, { scope: { accountId }, timeoutMs: 60_000 }, (snapshot) =>
      report(bench, snapshot, accountId, format, template),
    ),
  );
  clearInterval(watch);
  return { seconds, rows: result, megabytes: (peak - idle) / 1e6 };
}

/** Runs a measurement with the files that the command line names, or made-up ones. */
export function withBench(measure: (bench: Bench, files: readonly string[]) => Promise<void>): void {
  open(measure).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}

async function open(measure: (bench: Bench, files: readonly string[]) => Promise<void>): Promise<void> {
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
