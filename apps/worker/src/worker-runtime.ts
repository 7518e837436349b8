import type { Config } from '@pressroom/config';
import type { SystemDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { errorFields, type Logger, type Metrics } from '@pressroom/platform';
import type { JobSender } from '@pressroom/queues';
import { Executions, ReportStandings, Retention, Sweeps } from '@pressroom/reports';
import type { ArtefactStore } from '@pressroom/storage';
import type { Queue } from 'bull';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuildPool } from './builds/build-pool';
import { assertAllSourcesBound } from './builds/sources';
import { BuildReport } from './reports/build-report';
import { Collector, COLLECTOR_DEFAULTS } from './reports/collector';
import { Consumer } from './reports/consumer';
import { Dispatcher } from './reports/dispatcher';
import { ReportMetrics } from './reports/report-metrics';
import { RunningBuilds } from './reports/running-builds';

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

/** Share of the memory limit above which the newest build is ended. */
const MEMORY_SHARE = 0.8;
const HEAP_MB = 320;
const STOP_PATIENCE_MS = 2000;
/** An api that died, or a Redis that was away, between commit and bell costs a report this much. */
const FIRST_RING_SECONDS = 4;

/** Everything that works in a worker, started last and stopped first. */
export class WorkerRuntime {
  private readonly pool: BuildPool;
  private readonly running: RunningBuilds;
  private readonly consumer: Consumer;
  private readonly dispatcher: Dispatcher;
  private readonly collector: Collector;
  private draining = false;

  constructor(private readonly parts: RuntimeParts) {
    const { config, database, store, logger, queues, sender } = parts;
    const { reports, worker } = config;
    const executions = new Executions(database, {
      leaseSeconds: reports.leaseSeconds,
      retry: { backoffSeconds: reports.retryBackoffSeconds },
    });
    const metrics = new ReportMetrics(parts.metrics);
    const open = (): boolean => !this.draining && parts.hasRoom();
    this.pool = new BuildPool(poolSettings(config), logger);
    this.running = new RunningBuilds(
      executions,
      {
        beatMs: reports.beatMs,
        leaseSeconds: reports.leaseSeconds,
        memoryBytes: worker.memoryBytes * MEMORY_SHARE,
      },
      logger,
    );
    const buildReport = new BuildReport({
      executions,
      running: this.running,
      pool: this.pool,
      store,
      metrics,
      logger,
      cancelBackend: (pid) => this.cancelBackend(pid),
      open,
      workerId: `${hostname()}:${process.pid}:${newId().slice(-6)}`,
      leaseSeconds: reports.leaseSeconds,
    });
    const settings = {
      ringAgainSeconds: reports.ringAgainSeconds,
      firstRingSeconds: FIRST_RING_SECONDS,
      runningQuota: reports.runningQuota,
      backoffSeconds: reports.retryBackoffSeconds,
      cancelGraceSeconds: reports.cancelGraceSeconds,
    };
    const waiting = async (): Promise<number> => {
      const counts = await Promise.all(queues.map((queue) => withinASecond(queue.getWaitingCount())));
      return counts.reduce((sum, count) => sum + count, 0);
    };
    const sweeps = new Sweeps(database, settings);
    this.dispatcher = new Dispatcher({
      sweeps,
      sender,
      waiting,
      open,
      slots: worker.slots,
      sweepMs: reports.sweepMs,
      metrics,
      logger,
    });
    this.consumer = new Consumer({
      queues,
      slots: worker.slots,
      buildReport,
      open,
      standings: new ReportStandings(database),
      metrics,
      logger,
      onFinished: (delivery) => {
        this.dispatcher.poke();
        if ('retryInSeconds' in delivery && delivery.retryInSeconds !== null)
          this.dispatcher.pokeIn(delivery.retryInSeconds);
      },
    });
    this.collector = new Collector(
      new Retention(database),
      store,
      { ...COLLECTOR_DEFAULTS, retentionDays: reports.retentionDays },
      logger,
      parts.alsoNamed,
    );
  }

  /** @throws when a template has no reader: a worker that can't build what is asked for must not take it */
  async start(): Promise<void> {
    assertAllSourcesBound();
    await this.pool.open();
    this.running.start();
    this.consumer.start();
    this.dispatcher.start();
    this.collector.start();
  }

  /** Takes nothing more, gives running builds their time, then releases them uncounted. */
  async stop(): Promise<void> {
    this.draining = true;
    const limit = setTimeout(
      () => this.running.stopAll({ kind: 'drained' }),
      this.parts.config.worker.drainSeconds * 1000,
    );
    this.collector.close();
    this.pool.refuse();
    // Neither PostgreSQL nor Redis that hangs may hold up the end: what they were asked for is not needed any more.
    await Promise.race([
      Promise.allSettled([this.dispatcher.close(), this.consumer.stop()]),
      sleep(STOP_PATIENCE_MS),
    ]);
    await this.consumer.idle();
    clearTimeout(limit);
    this.running.close();
    await this.pool.close();
  }

  get busy(): number {
    return this.running.count;
  }

  /** Ends a query on the server at once; the client alone could only stop listening for its answer. */
  private async cancelBackend(pid: number): Promise<void> {
    await this.parts.database
      .system('SELECT pg_cancel_backend($1)', [pid])
      .catch((error: unknown) => this.parts.logger.warn(errorFields(error), 'query not cancelled'));
  }
}

function poolSettings({ worker, database, storage, home, faults, testTemplates }: Config) {
  return {
    slots: worker.slots,
    buildsPerThread: worker.buildsPerThread,
    heapMb: HEAP_MB,
    script: join(__dirname, 'builds', 'thread.js'),
    thread: {
      databaseUrl: database.url,
      storageUrl: storage.url,
      scratchRoot: join(home, 'scratch'),
      crashPoints: faults,
      testTemplates,
    },
  };
}

/** Redis that hangs must not hang the dispatcher: its sweeps need no Redis. */
function withinASecond<Value>(work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('Redis did not answer within a second')), 1000);
    work.then(resolve, reject).finally(() => clearTimeout(limit));
  });
}
