import { availableParallelism, totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';
import type { Environment } from '../environment';
import { list, whole } from '../kinds';

/** Classes of work, one Bull queue each. */
export const QUEUES = [
  'reports-interactive',
  'reports-batch',
  'imports',
  'analyses',
  'meal-plans',
  'deliveries',
  'maintenance',
] as const;

export type QueueName = (typeof QUEUES)[number];

export interface WorkerConfig {
  /** Queues that this worker serves. */
  queues: readonly QueueName[];
  /** Builds at a time. */
  slots: number;
  /** Memory that this process may use, in bytes: the container's limit, or the machine's memory. */
  memoryBytes: number;
  /** On SIGTERM running builds get this long before they are released. */
  drainSeconds: number;
  /** A build thread is replaced after this many builds. */
  buildsPerThread: number;
  /** Port of the worker's own health and metrics; 0 takes a free one. */
  healthPort: number;
}

const MEGABYTE = 1_048_576;
const BASE_BYTES = 150 * MEGABYTE;
const BYTES_PER_SLOT = 150 * MEGABYTE;

export function readWorker(environment: Environment): WorkerConfig | undefined {
  const values = environment.read({
    WORKER_QUEUES: list.optional(),
    WORKER_SLOTS: whole(0, 256, 0),
    WORKER_MEMORY_MB: whole(0, 1_048_576, 0),
    WORKER_DRAIN_SECONDS: whole(0, 600, 20),
    WORKER_BUILDS_PER_THREAD: whole(1, 100_000, 10_000),
    WORKER_HEALTH_PORT: whole(0, 65_535, 3001),
  });
  if (values === undefined) return undefined;
  const queues = values.WORKER_QUEUES ?? QUEUES;
  if (queues.length === 0 || !queues.every(isQueue)) {
    environment.fault('WORKER_QUEUES', `must name queues of ${QUEUES.join(', ')}`);
  }
  const memoryBytes = values.WORKER_MEMORY_MB > 0 ? values.WORKER_MEMORY_MB * MEGABYTE : memoryOfProcess();
  return {
    queues: queues.filter(isQueue),
    slots: values.WORKER_SLOTS > 0 ? values.WORKER_SLOTS : slotsFor(availableParallelism(), memoryBytes),
    memoryBytes,
    drainSeconds: values.WORKER_DRAIN_SECONDS,
    buildsPerThread: values.WORKER_BUILDS_PER_THREAD,
    healthPort: values.WORKER_HEALTH_PORT,
  };
}

/**
 * min(cores + 1, (memory − 150 MB) / 150 MB), at least one. A build waits for the disk and the database a good part of
 * its time: with one more than there are cores, two cores made 167 instead of 132 small reports a second.
 */
export function slotsFor(cores: number, memoryBytes: number): number {
  return Math.max(1, Math.min(cores + 1, Math.floor((memoryBytes - BASE_BYTES) / BYTES_PER_SLOT)));
}

/** The cgroup's limit when there is one (Node reports 0 or an absurd figure when there is none). */
function memoryOfProcess(): number {
  const limit = constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}

function isQueue(text: string): text is QueueName {
  return (QUEUES as readonly string[]).includes(text);
}
