import { errorFields, type Logger } from '@pressroom/platform';
import { type JobSender, type QueueName, REPORT_QUEUES } from '@pressroom/queues';
import type { DueBell, Sweeps } from '@pressroom/reports';
import type { Delivery } from './build-report';
import type { ReportMetrics } from './report-metrics';

export interface DispatcherParts {
  sweeps: Sweeps;
  sender: JobSender;
  /** Jobs that wait in these queues; throws when Redis is away. */
  waiting: () => Promise<number>;
  /** False while this worker takes nothing more (draining, disk short). */
  open: () => boolean;
  slots: number;
  sweepMs: number;
  metrics: ReportMetrics;
  logger: Logger;
}

/** Smallest time between two rounds that finished builds ask for. */
const POKE_MS = 10;
const FIRST_ACCOUNT = '00000000-0000-0000-0000-000000000000';

/**
 * Runs in every worker, at no fixed place: what was lost comes back, what is overdue is stopped, what is due is rung.
 * Rows are taken with SKIP LOCKED, so that any number of dispatchers share the work.
 */
export class Dispatcher {
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private again = false;
  private closed = false;
  private afterAccount = FIRST_ACCOUNT;
  private readonly queues: readonly QueueName[] = REPORT_QUEUES.map(({ name }) => name);

  constructor(private readonly parts: DispatcherParts) {}

  start(): void {
    const sweep = (): void => {
      void this.sweep().finally(() => {
        if (!this.closed) this.timer = setTimeout(sweep, this.parts.sweepMs);
      });
    };
    sweep();
  }

  /** A slot came free: there may be more to ring. Cheap to call often. */
  poke(): void {
    if (this.closed || this.soon !== undefined) return;
    this.soon = setTimeout(() => {
      this.soon = undefined;
      void this.ring();
    }, POKE_MS);
  }

  /** A delivery is through: a slot is free, and perhaps something waits for another try. */
  finished(delivery: Delivery): void {
    this.poke();
    if ('retryInSeconds' in delivery && delivery.retryInSeconds !== null)
      this.pokeIn(delivery.retryInSeconds);
  }

  /** Something becomes due in so many seconds, earlier than the next sweep perhaps. */
  pokeIn(seconds: number): void {
    setTimeout(() => this.poke(), seconds * 1000 + 20).unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.soon);
    await this.round;
  }

  private async sweep(): Promise<void> {
    const began = performance.now();
    try {
      const rescued = await this.parts.sweeps.rescueLost();
      for (const { id, status } of rescued)
        this.parts.logger.warn({ 'report.id': id, status }, 'taken back from a lost worker');
      await this.parts.sweeps.cancelOverdue();
      await this.ring();
      this.parts.metrics.dispatched((performance.now() - began) / 1000, rescued.length);
    } catch (error) {
      this.parts.logger.warn(errorFields(error), 'dispatcher round failed');
    }
  }

  /** One round at a time; a call during a round makes another one after it. */
  private async ring(): Promise<void> {
    if (this.round !== null) {
      this.again = true;
      return this.round;
    }
    this.round = this.ringOnce().catch((error: unknown) =>
      this.parts.logger.warn(errorFields(error), 'ringing failed'),
    );
    await this.round;
    this.round = null;
    if (this.again && !this.closed) {
      this.again = false;
      await this.ring();
    }
  }

  private async ringOnce(): Promise<void> {
    if (!this.parts.open()) return;
    const room = 2 * this.parts.slots - (await this.parts.waiting());
    // A round costs a good part of what a small build does: it is worth it for half of the room.
    if (room < this.parts.slots) return;
    const bells = await this.takeDue(room);
    await this.parts.sender.ringAll(
      bells.map(({ id, queue, claimNo, dispatchNo }) => ({
        reportId: id,
        queue: queue,
        claimNo,
        dispatchNo,
      })),
    );
  }

  /** One piece of the circle of accounts, which goes on where the last one ended. */
  private async takeDue(room: number): Promise<DueBell[]> {
    const { bells, lastAccount } = await this.parts.sweeps.takeDue(this.queues, room, this.afterAccount);
    this.afterAccount = lastAccount ?? FIRST_ACCOUNT;
    return bells;
  }
}
