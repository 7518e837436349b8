import type { Config } from '@pressroom/config';
import { DeliveryExecutions, openSms } from '@pressroom/delivery';
import type { SystemDatabase } from '@pressroom/entities';
import { forgetPhoneChallenges, forgetSpentIdTokens } from '@pressroom/identity';
import { errorFields, type Logger, type Metrics } from '@pressroom/platform';
import { deliveryJob, type JobSender } from '@pressroom/queues';
import type { Job, Queue } from 'bull';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryMetrics } from './delivery-metrics';
import { SendDelivery } from './send-delivery';
import { smsWriters } from './writers';

export interface DeliveryRuntimeParts {
  config: Config;
  database: SystemDatabase;
  sender: JobSender;
  /** Null: this worker sends nothing. */
  queue: Queue | null;
  metrics: Metrics;
  logger: Logger;
}

/** Sendings at a time: they wait for a gateway and cost next to nothing. */
const SLOTS = 4;
const FORGET_MS = 3_600_000;
const SENDING_MS = 10_000;
/** Of the lease: a sending that takes longer is given up while it is still held. */
const LEASE_SHARE = 0.6;
const STOP_PATIENCE_MS = 2000;

/** Listens to the bells of messages, rings those that are due, and takes back what a lost worker held. */
export class DeliveryRuntime {
  private readonly executions: DeliveryExecutions;
  private readonly sendDelivery: SendDelivery;
  private readonly metrics: DeliveryMetrics;
  private readonly active = new Set<Promise<unknown>>();
  private readonly end = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private forgetAt = 0;
  private draining = false;

  constructor(private readonly parts: DeliveryRuntimeParts) {
    const { config, database, logger } = parts;
    const { leaseSeconds, retryBackoffSeconds, ringAgainSeconds } = config.reports;
    this.metrics = new DeliveryMetrics(parts.metrics);
    this.executions = new DeliveryExecutions(database, {
      leaseSeconds,
      backoffSeconds: retryBackoffSeconds,
      ringAgainSeconds,
    });
    this.sendDelivery = new SendDelivery({
      executions: this.executions,
      sms: openSms(config, (fields, words) => logger.info(fields, words)),
      writers: smsWriters(config, database),
      metrics: this.metrics,
      logger,
      limitMs: Math.min(SENDING_MS, leaseSeconds * 1000 * LEASE_SHARE),
    });
  }

  start(): void {
    const { queue, logger, config } = this.parts;
    if (queue === null) return;
    queue.on('error', (error: Error) => logger.warn(errorFields(error), 'queue connection'));
    void queue.process('*', SLOTS, (job) => this.track(this.deliver(job)));
    const sweep = (): void => {
      void this.track(this.sweep()).finally(() => {
        if (!this.draining) this.timer = setTimeout(sweep, config.reports.sweepMs);
      });
    };
    sweep();
  }

  /** Takes nothing more, and gives back what no gateway has taken within two seconds. */
  async stop(): Promise<void> {
    this.draining = true;
    clearTimeout(this.timer);
    const limit = setTimeout(() => this.end.abort(), STOP_PATIENCE_MS);
    // A Redis that hangs must not hold up the end.
    await Promise.race([
      this.parts.queue?.pause(true, true).catch(() => undefined),
      sleep(STOP_PATIENCE_MS, undefined, { ref: false }),
    ]);
    while (this.active.size > 0) await Promise.allSettled(this.active);
    clearTimeout(limit);
  }

  private async deliver(job: Job): Promise<string> {
    const message = deliveryJob.safeParse(job.data);
    if (!message.success || this.draining) return 'dropped';
    const { deliveryId, claimNo } = message.data;
    try {
      return await this.sendDelivery.run(deliveryId, claimNo, this.end.signal);
    } catch (error) {
      const fields = { ...errorFields(error), 'delivery.id': deliveryId };
      this.parts.logger.error(fields, 'message left to the sweep');
      return 'left to the sweep';
    }
  }

  private async sweep(): Promise<void> {
    const { logger, sender } = this.parts;
    try {
      const rescued = await this.executions.rescueLost();
      this.metrics.swept(rescued.length, await this.executions.expire());
      if (this.draining) return;
      const due = await this.executions.takeDue(2 * SLOTS);
      await Promise.all(due.map((bell) => sender.ringDelivery(bell)));
      await this.forget();
    } catch (error) {
      logger.warn(errorFields(error), 'round of messages failed');
    }
  }

  /** Hourly and at start: what is of no more use is not kept. */
  private async forget(): Promise<void> {
    if (performance.now() < this.forgetAt) return;
    const { database, config } = this.parts;
    await this.executions.forget(config.reports.retentionDays);
    await forgetPhoneChallenges(database);
    await forgetSpentIdTokens(database);
    this.forgetAt = performance.now() + FORGET_MS;
  }

  private track<Result>(work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => this.active.delete(tracked));
    this.active.add(tracked);
    return tracked;
  }
}
