import { crashPoint, errorFields, type Logger } from '@pressroom/platform';
import { buildJob } from '@pressroom/queues';
import type { ReportStandings } from '@pressroom/reports';
import type { Job, Queue } from 'bull';
import type { BuildReport, Delivery } from './build-report';
import { ExecutionFailed, type Told, told, whyDropped } from './told';
import type { ReportMetrics } from './report-metrics';

export interface ConsumerParts {
  queues: readonly Queue[];
  slots: number;
  buildReport: BuildReport;
  standings: ReportStandings;
  onFinished: (delivery: Delivery) => void;
  /** False while this worker takes nothing more: the bell is dropped, the dispatcher rings again elsewhere. */
  open: () => boolean;
  metrics: ReportMetrics;
  logger: Logger;
}

/**
 * Listens to the bells. How a job ends is told to operators and decides nothing: the row knows what comes next, and no
 * job is ever run again by Bull.
 */
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

  private async deliver(job: Job): Promise<Told> {
    const message = buildJob.safeParse(job.data);
    // A job hash that was evicted or written by something else names no report: the row, if any, rings again.
    if (!message.success || !this.parts.open()) return { outcome: 'dropped' };
    const { reportId, claimNo } = message.data;
    try {
      const delivery = await this.parts.buildReport.run(reportId, claimNo);
      if (delivery.outcome === 'dropped') this.parts.metrics.bellDropped();
      else crashPoint('before_ack');
      this.parts.onFinished(delivery);
      if (delivery.outcome !== 'dropped') return told(reportId, delivery);
      return whyDropped(reportId, await this.parts.standings.of(reportId));
    } catch (error) {
      if (error instanceof ExecutionFailed) throw error;
      this.parts.logger.error(
        { ...errorFields(error), 'report.id': reportId },
        'delivery failed: left to the sweep',
      );
      return { outcome: 'left to the sweep', report: reportId };
    }
  }

  private track<Result>(work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => this.active.delete(tracked));
    this.active.add(tracked);
    return tracked;
  }
}
