import { z } from 'zod';

/**
 * One queue as one object: its name, the jobs it carries and how many finished ones stay for operators to look at.
 * A queue is a doorbell: jobs carry ids and the epoch they were rung for, never data, and nothing of Bull decides
 * about retries, time limits or order of work; the rows do.
 */
export interface QueueContract<Jobs extends Record<string, z.ZodType>> {
  readonly name: string;
  readonly title: string;
  readonly jobs: Jobs;
}

export function defineQueue<const Jobs extends Record<string, z.ZodType>>(
  contract: QueueContract<Jobs>,
): QueueContract<Jobs> {
  return contract;
}

/** `claimNo` is the epoch the bell was rung for: a bell that comes late finds another one in the row and is dropped. */
export const buildJob = z.strictObject({ reportId: z.uuid(), claimNo: z.int().min(0) });
export type BuildJob = z.output<typeof buildJob>;

export const reportsInteractive = defineQueue({
  name: 'reports-interactive',
  title: 'Reports somebody waits for',
  jobs: { 'report.build': buildJob },
});

export const reportsBatch = defineQueue({
  name: 'reports-batch',
  title: 'Reports made by schedules',
  jobs: { 'report.build': buildJob },
});

export const REPORT_QUEUES = [reportsInteractive, reportsBatch] as const;
export type ReportQueueName = (typeof REPORT_QUEUES)[number]['name'];

export const importJob = z.strictObject({ importId: z.uuid(), claimNo: z.int().min(0) });

export const imports = defineQueue({
  name: 'imports',
  title: 'Uploaded files on their way into tables',
  jobs: { 'import.run': importJob },
});

export const deliveryJob = z.strictObject({ deliveryId: z.uuid(), claimNo: z.int().min(0) });

export const deliveries = defineQueue({
  name: 'deliveries',
  title: 'Messages on their way out',
  jobs: { 'delivery.send': deliveryJob },
});

/** Every queue by name: what the api may ring, the worker listens to and operators see. */
export const QUEUES = [...REPORT_QUEUES, imports, deliveries] as const;
export type QueueName = (typeof QUEUES)[number]['name'];
