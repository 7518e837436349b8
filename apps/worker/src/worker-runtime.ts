import { newId } from '@pressroom/kernel';
import { errorFields } from '@pressroom/platform';
import { Executions, ReportStandings } from '@pressroom/reports';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildPool } from './builds/build-pool';
import { BUILD_CONNECTION } from './builds/messages';
import { assertAllSourcesBound } from './builds/sources';
import { BuildReport } from './reports/build-report';
import type { Collector } from './reports/collector';
import { Consumer } from './reports/consumer';
import type { Dispatcher } from './reports/dispatcher';
import { ReportMetrics } from './reports/report-metrics';
import { collectorOf, dispatcherOf, openPool, type RuntimeParts } from './reports/report-work';
import { RunningBuilds } from './reports/running-builds';

/** Share of the memory limit above which the newest build is ended. */
const MEMORY_SHARE = 0.8;
const STOP_PATIENCE_MS = 2000;

/** Everything that works in a worker, started last and stopped first. */
export class WorkerRuntime {
  private readonly pool: BuildPool;
  private readonly running: RunningBuilds;
  private readonly consumer: Consumer;
  private readonly dispatcher: Dispatcher;
  private readonly collector: Collector;
  private draining = false;

  constructor(private readonly parts: RuntimeParts) {
    const metrics = new ReportMetrics(parts.metrics);
    const open = (): boolean => !this.draining && parts.hasRoom();
    const { database, config, logger } = parts;
    const { leaseSeconds, retryBackoffSeconds, beatMs } = config.reports;
    const retry = { backoffSeconds: retryBackoffSeconds };
    const executions = new Executions(database, { leaseSeconds, retry });
    this.pool = openPool(parts);
    this.running = new RunningBuilds(
      executions,
      { beatMs, leaseSeconds, memoryBytes: config.worker.memoryBytes * MEMORY_SHARE },
      logger,
    );
    this.dispatcher = dispatcherOf(parts, metrics, open);
    this.consumer = new Consumer({
      queues: parts.queues,
      slots: config.worker.slots,
      buildReport: this.buildReport(executions, metrics, open),
      standings: new ReportStandings(database),
      onFinished: (delivery) => this.dispatcher.finished(delivery),
      ...{ open, metrics, logger },
    });
    this.collector = collectorOf(parts);
  }

  private buildReport(executions: Executions, metrics: ReportMetrics, open: () => boolean): BuildReport {
    const { store, logger, config } = this.parts;
    return new BuildReport({
      ...{ executions, store, metrics, logger, open },
      running: this.running,
      pool: this.pool,
      cancelBackend: (pid) => this.cancelBackend(pid),
      workerId: `${hostname()}:${process.pid}:${newId().slice(-6)}`,
      leaseSeconds: config.reports.leaseSeconds,
    });
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
      .system(
        `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = $2`,
        [pid, BUILD_CONNECTION],
      )
      .catch((error: unknown) => this.parts.logger.warn(errorFields(error), 'query not cancelled'));
  }
}
