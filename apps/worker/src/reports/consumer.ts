import { crashPoint, errorFields, type Logger } from '@pressroom/platform';
import { buildJob } from '@pressroom/queues';
import type { Job, Queue } from 'bull';
import type { BuildReport, Delivery } from './build-report';
import type { ReportMetrics } from './report-metrics';

export interface ConsumerParts {
  queues: readonly Queue[];
  slots: number;
  buildReport: BuildReport;
  onFinished: (delivery: Delivery) => void;
  /** False while this worker takes nothing more: the bell is dropped, the dispatcher rings again elsewhere. */
  open: () => boolean;
  metrics: ReportMetrics;
  logger: Logger;
}

/** Listens to the bells. Whatever happens to a delivery, the job itself ends well: the row knows better. */
export class Consumer {
  private readonly active = new Set<Promise<unknown>>();

  constructor(private readonly parts: ConsumerParts) {}

  start(): void {
    for (const queue of this.parts.queues) {
      queue.on('error', (error: Error) => this.parts.logger.warn(errorFields(error), 'queue connection'));
      queue.on('stalled', (job: Job) =>
        this.parts.logger.warn({ 'job.id': job.id }, 'job stalled: delivered again'),
      );
      queue.on('lock-extension-failed', (job: Job, error: Error) =>
        this.parts.logger.warn({ 'job.id': job.id, ...errorFields(error) }, 'job lock not renewed'),
      );
      // `*` takes jobs of every name: Bull fails jobs that no processor names.
      void queue.process('*', this.parts.slots, (job) => this.track(this.deliver(job)));
    }
  }

  /** Takes nothing more; what was taken goes on. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.parts.queues.map((queue) => queue.pause(true, true)));
  }

  /** Resolves when all deliveries are through. */
  async idle(): Promise<void> {
    while (this.active.size > 0) await Promise.allSettled(this.active);
  }

  private async deliver(job: Job): Promise<string> {
    const message = buildJob.safeParse(job.data);
    // A job hash that was evicted or written by something else names no report: the row, if any, rings again.
    if (!message.success || !this.parts.open()) return 'dropped';
    const { reportId, claimNo } = message.data;
    try {
      const delivery = await this.parts.buildReport.run(reportId, claimNo);
      if (delivery.outcome === 'dropped') this.parts.metrics.bellDropped();
      this.parts.onFinished(delivery);
      crashPoint('before_ack');
      return delivery.outcome;
    } catch (error) {
      this.parts.logger.error(
        { ...errorFields(error), 'report.id': reportId },
        'delivery failed: left to the sweep',
      );
      return 'left to the sweep';
    }
  }

  private track<Result>(work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => this.active.delete(tracked));
    this.active.add(tracked);
    return tracked;
  }
}
