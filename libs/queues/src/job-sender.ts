import type { Queue } from 'bull';
import { buildJob, deliveries, deliveryJob, importJob, imports, type QueueName } from './contract';
import { JOB_OPTIONS } from './connections';

export interface Bell {
  queue: QueueName;
  reportId: string;
  claimNo: number;
  /** Makes the job id new each time the same epoch is rung again. */
  dispatchNo: number;
}

export interface ImportBell {
  importId: string;
  claimNo: number;
  dispatchNo: number;
}

export interface DeliveryBell {
  deliveryId: string;
  claimNo: number;
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
    const payload = buildJob.parse({ reportId: bell.reportId, claimNo: bell.claimNo });
    const jobId = `report-${bell.reportId}-${bell.claimNo}-${bell.dispatchNo}`;
    return this.add(bell.queue, 'report.build', payload, jobId);
  }

  /** As `ring`, for an import. */
  async ringImport({ importId, claimNo, dispatchNo }: ImportBell): Promise<boolean> {
    const payload = importJob.parse({ importId, claimNo });
    return this.add(imports.name, 'import.run', payload, `import-${importId}-${claimNo}-${dispatchNo}`);
  }

  /** As `ring`, for a message. */
  async ringDelivery({ deliveryId, claimNo, dispatchNo }: DeliveryBell): Promise<boolean> {
    const payload = deliveryJob.parse({ deliveryId, claimNo });
    const jobId = `delivery-${deliveryId}-${claimNo}-${dispatchNo}`;
    return this.add(deliveries.name, 'delivery.send', payload, jobId);
  }

  async ringAll(bells: readonly Bell[]): Promise<number> {
    const answers = await Promise.all(bells.map((bell) => this.ring(bell)));
    return answers.filter(Boolean).length;
  }

  private async add(to: QueueName, name: string, payload: object, jobId: string): Promise<boolean> {
    const queue = this.queues.get(to);
    if (queue === undefined) throw new TypeError(`no queue ${to}`);
    if (queue.client.status !== 'ready') return false;
    const rung = queue.add(name, payload, { ...JOB_OPTIONS, jobId }).then(
      () => true,
      () => false,
    );
    return Promise.race([rung, afterMs(1000)]);
  }
}

function afterMs(milliseconds: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds).unref();
  });
}
