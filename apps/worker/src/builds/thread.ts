import { createPool, databaseFault } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import { armCrashPoints } from '@pressroom/platform';
import { warm } from '@pressroom/report-builders';
import { blockingDisk, type Disk, openStore } from '@pressroom/storage';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import {
  BUILD_CONNECTION,
  type BuildFailure,
  type BuildOrder,
  type FromThread,
  type ThreadSettings,
  type ToThread,
} from './messages';
import { ProgressTeller } from './progress-teller';
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
  name: BUILD_CONNECTION,
  statementTimeoutMs: 0,
});
const store = openStore(settings.storageUrl, (test?.disk as Disk | undefined) ?? blockingDisk);
let stop: AbortController | null = null;
let backend: number | null = null;

port.on('message', (message: ToThread) => {
  if (message.kind === 'build') void build(message.order);
  else stop?.abort(new DomainError('unavailable', 'stopped'));
});

async function build(order: BuildOrder): Promise<void> {
  const controller = new AbortController();
  stop = controller;
  const progress = new ProgressTeller((word) => tell({ kind: 'progress', progress: word }));
  const end = await runBuild(order, {
    pool,
    store,
    artefactLimitBytes: settings.artefactLimitBytes,
    signal: controller.signal,
    onBackend: tellBackend,
    onProgress: (word) => progress.tell(word),
  }).then(
    (built): FromThread => ({ kind: 'built', ...built }),
    (error: unknown): FromThread => ({ kind: 'failed', failure: failureOf(error) }),
  );
  progress.end();
  tell(end);
}

/** The connection outlives builds: it is told when it is another one. */
function tellBackend(pid: number): void {
  if (pid !== backend) tell({ kind: 'backend', pid });
  backend = pid;
}

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
  await warm();
  // A first connection now saves it for the first report; when the database is away, the build itself will say so.
  await pool.query('SELECT 1').catch(() => undefined);
  tell({ kind: 'ready' });
}

void start();
