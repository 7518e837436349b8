import type { Queue } from 'bull';
import { buildJob, type QueueName } from './contract';
import { JOB_OPTIONS } from './connections';

export interface Bell {
  queue: QueueName;
  reportId: string;
  claimNo: number;
  /** Makes the job id new each time the same epoch is rung again. */
  dispatchNo: number;
}

/** Rings bells. The only writer to the queues. */
export class JobSender {
  constructor(private readonly queues: ReadonlyMap<QueueName, Queue>) {}

  /**
   * Rings once, waiting at most a second.
   * @returns false when Redis did not take the job in that time: the dispatcher will ring again
   */
  async ring(bell: Bell): Promise<boolean> {
    const queue = this.queues.get(bell.queue);
    if (queue === undefined) throw new TypeError(`no queue ${bell.queue}`);
    if (queue.client.status !== 'ready') return false;
    const payload = buildJob.parse({ reportId: bell.reportId, claimNo: bell.claimNo });
    const jobId = `report-${bell.reportId}-${bell.claimNo}-${bell.dispatchNo}`;
    const rung = queue.add('report.build', payload, { ...JOB_OPTIONS, jobId }).then(
      () => true,
      () => false,
    );
    return Promise.race([rung, afterMs(1000)]);
  }

  async ringAll(bells: readonly Bell[]): Promise<number> {
    const answers = await Promise.all(bells.map((bell) => this.ring(bell)));
    return answers.filter(Boolean).length;
  }
}

function afterMs(milliseconds: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds).unref();
  });
}
