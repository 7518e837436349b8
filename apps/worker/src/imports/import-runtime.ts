import type { Config } from '@pressroom/config';
import { createPool, type SystemDatabase } from '@pressroom/entities';
import { ImportExecutions, ImportRun } from '@pressroom/imports';
import { newId } from '@pressroom/kernel';
import { crashPoint, errorFields, type Logger, type Metrics } from '@pressroom/platform';
import { importJob, type JobSender } from '@pressroom/queues';
import type { ArtefactStore } from '@pressroom/storage';
import type { Job, Queue } from 'bull';
import { hostname } from 'node:os';
import { ImportMetrics } from './import-metrics';
import { importKinds } from './kinds';
import { RunImport } from './run-import';

export interface ImportRuntimeParts {
  config: Config;
  database: SystemDatabase;
  store: ArtefactStore;
  sender: JobSender;
  /** Null: this worker does not serve imports. */
  queue: Queue | null;
  metrics: Metrics;
  logger: Logger;
  hasRoom: () => boolean;
}

/** Listens to the bells of imports, rings those that are due, and takes back what a lost worker held. */
export class ImportRuntime {
  private readonly executions: ImportExecutions;
  private readonly metrics: ImportMetrics;
  private readonly runImport: RunImport;
  private readonly pool: ReturnType<typeof createPool>;
  private readonly active = new Set<Promise<unknown>>();
  private timer: NodeJS.Timeout | undefined;
  private draining = false;

  constructor(private readonly parts: ImportRuntimeParts) {
    const { config, database, store, logger } = parts;
    const { imports, reports } = config;
    this.executions = new ImportExecutions(database, {
      leaseSeconds: reports.leaseSeconds,
      backoffSeconds: reports.retryBackoffSeconds,
      ringAgainSeconds: reports.ringAgainSeconds,
    });
    this.pool = createPool({
      url: config.database.url,
      max: imports.slots,
      name: 'pressroom imports',
      waitMs: config.database.poolWaitMs,
      scope: 'system',
    });
    this.metrics = new ImportMetrics(parts.metrics);
    this.runImport = new RunImport({
      executions: this.executions,
      run: new ImportRun({
        pool: this.pool,
        store,
        kinds: importKinds,
        settings: { ...imports, limitMs: imports.limitSeconds * 1000 },
        onPoint: crashPoint,
      }),
      store,
      metrics: this.metrics,
      logger,
      workerId: `${hostname()}:${process.pid}:${newId().slice(-6)}`,
      beatMs: reports.beatMs,
      leaseSeconds: reports.leaseSeconds,
      limitMs: imports.limitSeconds * 1000,
    });
  }

  start(): void {
    const { queue, logger, config } = this.parts;
    if (queue === null) return;
    queue.on('error', (error: Error) => logger.warn(errorFields(error), 'queue connection'));
    void queue.process('*', config.imports.slots, (job) => this.track(this.deliver(job)));
    const sweep = (): void => {
      void this.track(this.sweep()).finally(() => {
        if (!this.draining) this.timer = setTimeout(sweep, config.reports.sweepMs);
      });
    };
    sweep();
  }

  /** Takes nothing more, gives running imports their time, then gives them back uncounted. */
  async stop(): Promise<void> {
    this.draining = true;
    clearTimeout(this.timer);
    await this.parts.queue?.pause(true, true).catch(() => undefined);
    const limit = setTimeout(() => this.runImport.drain(), this.parts.config.worker.drainSeconds * 1000);
    while (this.active.size > 0) await Promise.allSettled(this.active);
    clearTimeout(limit);
    await this.pool.end();
  }

  /** Of these file keys, those that an import still needs: for the collector. */
  named(keys: readonly string[]): Promise<Set<string>> {
    return this.executions.named(keys, this.parts.config.reports.retentionDays);
  }

  private async deliver(job: Job): Promise<string> {
    const message = importJob.safeParse(job.data);
    if (!message.success || this.draining || !this.parts.hasRoom()) return 'dropped';
    try {
      return await this.runImport.run(message.data.importId, message.data.claimNo);
    } catch (error) {
      this.parts.logger.error(
        { ...errorFields(error), 'import.id': message.data.importId },
        'import failed: left to the sweep',
      );
      return 'left to the sweep';
    }
  }

  private async sweep(): Promise<void> {
    const { logger, sender, config } = this.parts;
    try {
      const rescued = await this.executions.rescueLost();
      this.metrics.takenBack(rescued.length);
      for (const { id, status } of rescued)
        logger.warn({ 'import.id': id, status }, 'import taken back from a lost worker');
      if (this.draining || !this.parts.hasRoom()) return;
      const due = await this.executions.takeDue(2 * config.imports.slots);
      await Promise.all(due.map(({ id, ...bell }) => sender.ringImport({ importId: id, ...bell })));
    } catch (error) {
      logger.warn(errorFields(error), 'round of imports failed');
    }
  }

  private track<Result>(work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => this.active.delete(tracked));
    this.active.add(tracked);
    return tracked;
  }
}
