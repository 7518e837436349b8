import type { Config } from '@pressroom/config';
import type { SystemDatabase } from '@pressroom/entities';
import { forgetSubmissions } from '@pressroom/feedback';
import { forgetSessions } from '@pressroom/identity';
import type { Logger, Metrics } from '@pressroom/platform';
import type { JobSender } from '@pressroom/queues';
import { Retention, Sweeps } from '@pressroom/reports';
import type { ArtefactStore } from '@pressroom/storage';
import { forgetPolls } from '@pressroom/stores';
import type { Queue } from 'bull';
import { join } from 'node:path';
import { BuildPool } from '../builds/build-pool';
import { Collector, COLLECTOR_DEFAULTS } from './collector';
import { Dispatcher } from './dispatcher';
import type { ReportMetrics } from './report-metrics';

export interface RuntimeParts {
  config: Config;
  database: SystemDatabase;
  store: ArtefactStore;
  sender: JobSender;
  /** The report queues that this worker serves. */
  queues: readonly Queue[];
  metrics: Metrics;
  logger: Logger;
  /** True while the disk has room for new artefacts. */
  hasRoom: () => boolean;
  /** Of some file keys, those that belong to others than reports: the collector leaves them alone. */
  alsoNamed: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
}

const HEAP_MB = 320;
/** An api that died, or a Redis that was away, between commit and bell costs a report this much. */
const FIRST_RING_SECONDS = 4;

export function openPool({ config, logger }: RuntimeParts): BuildPool {
  const { worker, database, storage, faults, testTemplates } = config;
  return new BuildPool(
    {
      slots: worker.slots,
      buildsPerThread: worker.buildsPerThread,
      heapMb: HEAP_MB,
      script: join(__dirname, '..', 'builds', 'thread.js'),
      thread: {
        databaseUrl: database.url,
        storageUrl: storage.url,
        artefactLimitBytes: config.reports.artefactLimitBytes,
        crashPoints: faults,
        testTemplates,
      },
    },
    logger,
  );
}

export function dispatcherOf(parts: RuntimeParts, metrics: ReportMetrics, open: () => boolean): Dispatcher {
  const { config, database, sender, queues, logger } = parts;
  const { reports, worker } = config;
  const sweeps = new Sweeps(database, {
    ringAgainSeconds: reports.ringAgainSeconds,
    firstRingSeconds: FIRST_RING_SECONDS,
    runningQuota: reports.runningQuota,
    backoffSeconds: reports.retryBackoffSeconds,
    cancelGraceSeconds: reports.cancelGraceSeconds,
  });
  return new Dispatcher({
    ...{ sweeps, sender, open, metrics, logger },
    waiting: () => withinASecond(waitingIn(queues)),
    slots: worker.slots,
    sweepMs: reports.sweepMs,
  });
}

/** Bull's own count asks each queue in a transaction of its own; it is asked for with every other report. */
async function waitingIn(queues: readonly Queue[]): Promise<number> {
  const pipeline = queues[0]?.client.pipeline();
  for (const queue of queues) pipeline?.llen(queue.toKey('wait')).llen(queue.toKey('paused'));
  const answers = (await pipeline?.exec()) ?? [];
  return answers.reduce((sum, [error, length]) => {
    if (error !== null) throw error;
    return sum + Number(length);
  }, 0);
}

export function collectorOf({ config, database, store, logger, alsoNamed }: RuntimeParts): Collector {
  const { retentionDays } = config.reports;
  return new Collector(
    new Retention(database),
    store,
    { ...COLLECTOR_DEFAULTS, retentionDays },
    logger,
    alsoNamed,
    [
      () => forgetSubmissions(database, retentionDays),
      () => forgetSessions(database, retentionDays),
      () => forgetPolls(database, config.stores.pollRetentionDays),
    ],
  );
}

/** Redis that hangs must not hang the dispatcher: its sweeps need no Redis. */
function withinASecond<Value>(work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('Redis did not answer within a second')), 1000);
    work.then(resolve, reject).finally(() => clearTimeout(limit));
  });
}
