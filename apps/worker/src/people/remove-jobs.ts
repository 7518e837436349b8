import { QUEUE_PREFIX } from '@pressroom/queues';
import type { Queue } from 'bull';

/** `report-<uuid>-<claimNo>-<dispatchNo>` and its like: whose job a key of Bull belongs to. */
const JOB = /^([a-z]+-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-\d+-\d+)/;
const SCAN_COUNT = 1000;

/**
 * Removes every job of some reports or imports, waiting, done or failed. Redis is looked through key by key: what Bull
 * keeps of finished jobs is in no list that could be asked for one account.
 * @returns how many could not be removed yet, since a worker holds them at this moment
 */
export async function removeJobs(queues: readonly Queue[], workIds: ReadonlySet<string>): Promise<number> {
  if (workIds.size === 0) return 0;
  let held = 0;
  for (const queue of queues) {
    for (const jobId of await jobIdsOf(queue, workIds)) {
      const job = await queue.getJob(jobId);
      if (job === null) continue;
      const gone = await job.remove().then(
        () => true,
        () => false,
      );
      if (!gone) held += 1;
    }
  }
  return held;
}

async function jobIdsOf(queue: Queue, workIds: ReadonlySet<string>): Promise<Set<string>> {
  const start = `${QUEUE_PREFIX}:${queue.name}:`;
  const found = new Set<string>();
  for (let cursor = '0'; ;) {
    const [next, keys] = await queue.client.scan(cursor, 'MATCH', `${start}*`, 'COUNT', SCAN_COUNT);
    for (const key of keys) {
      const [, jobId, workId] = JOB.exec(key.slice(start.length)) ?? [];
      if (jobId !== undefined && workId !== undefined && workIds.has(workId)) found.add(jobId);
    }
    if (next === '0') return found;
    cursor = next;
  }
}
