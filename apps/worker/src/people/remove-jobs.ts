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
  for (const queue of queues)
    for (const [jobId, workId] of await jobsOf(queue))
      if (workIds.has(workId) && !(await remove(queue, jobId))) held += 1;
  return held;
}

/**
 * Removes every job of whatever is not there any more. A row is committed before its bell is rung, so that a job without
 * one is a job of something that was removed.
 * @param strangersAmong of these ids, those that no row has
 * @returns how many could not be removed yet
 */
export async function removeOrphans(
  queues: readonly Queue[],
  strangersAmong: (workIds: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<number> {
  let held = 0;
  for (const queue of queues) {
    const jobs = await jobsOf(queue);
    const orphans = await strangersAmong([...new Set(jobs.values())]);
    for (const [jobId, workId] of jobs) if (orphans.has(workId) && !(await remove(queue, jobId))) held += 1;
  }
  return held;
}

/** @returns whether the job is gone */
async function remove(queue: Queue, jobId: string): Promise<boolean> {
  const job = await queue.getJob(jobId);
  if (job === null) return true;
  return job.remove().then(
    () => true,
    () => false,
  );
}

/** Every job of a queue, and whose it is. */
async function jobsOf(queue: Queue): Promise<Map<string, string>> {
  const start = `${QUEUE_PREFIX}:${queue.name}:`;
  const found = new Map<string, string>();
  for (let cursor = '0'; ;) {
    const [next, keys] = await queue.client.scan(cursor, 'MATCH', `${start}*`, 'COUNT', SCAN_COUNT);
    for (const key of keys) {
      const [, jobId, workId] = JOB.exec(key.slice(start.length)) ?? [];
      if (jobId !== undefined && workId !== undefined) found.set(jobId, workId);
    }
    if (next === '0') return found;
    cursor = next;
  }
}
