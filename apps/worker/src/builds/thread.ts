import { createPool, databaseFault } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import { armCrashPoints } from '@pressroom/platform';
import { warm } from '@pressroom/report-builders';
import { type Disk, openStore } from '@pressroom/storage';
import { mkdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { BuildFailure, FromThread, ThreadSettings, ToThread } from './messages';
import { runBuild } from './run-build';
import { assertAllSourcesBound, bindTestTemplates } from './sources';

/** Entry of a build thread: one build at a time, its own database connection, no doors. */
const settings = workerData as ThreadSettings;
const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');
const tell = (message: FromThread): void => port.postMessage(message);

armCrashPoints(settings.crashPoints);
const test = bindTestTemplates(settings.testTemplates);
const pool = createPool({
  url: settings.databaseUrl,
  max: 1,
  name: 'pressroom build',
  statementTimeoutMs: 0,
});
const store = openStore(settings.storageUrl, test?.disk as Disk | undefined);
let stop: AbortController | null = null;

port.on('message', (message: ToThread) => {
  if (message.kind === 'stop') {
    stop?.abort(new DomainError('unavailable', 'stopped'));
    return;
  }
  const controller = new AbortController();
  stop = controller;
  runBuild(message.order, {
    pool,
    store,
    scratchRoot: settings.scratchRoot,
    signal: controller.signal,
    onBackend: (pid) => tell({ kind: 'backend', pid }),
    onProgress: (progress) => tell({ kind: 'progress', progress }),
  }).then(
    (built) => tell({ kind: 'built', ...built }),
    (error: unknown) => tell({ kind: 'failed', failure: failureOf(error) }),
  );
});

function failureOf(error: unknown): BuildFailure {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (error instanceof DomainError)
    return { fault: error.fault, code: error.code, detail: error.detail, cause };
  const fault = databaseFault(error);
  if (fault === 'unavailable')
    return { fault, code: 'database_unavailable', detail: 'the database did not answer', cause };
  if (fault === 'timeout')
    return { fault, code: 'time_limit', detail: 'reading the data took too long', cause };
  return { fault: 'broken', code: 'internal_error', detail: 'the report could not be built', cause };
}

/** On Linux a priority belongs to a thread: builds give way to those who answer, beat and claim. */
const GIVES_WAY = 5;

async function start(): Promise<void> {
  setPriority(0, GIVES_WAY);
  assertAllSourcesBound();
  mkdirSync(settings.scratchRoot, { recursive: true });
  await warm();
  // A first connection now saves it for the first report; when the database is away, the build itself will say so.
  await pool.query('SELECT 1').catch(() => undefined);
  tell({ kind: 'ready' });
}

void start();
