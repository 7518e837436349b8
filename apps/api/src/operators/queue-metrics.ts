import type { Metrics } from '@pressroom/platform';
import { type QueueName, REPORT_QUEUES } from '@pressroom/queues';
import type { Backlog, ReportBacklog } from '@pressroom/reports';
import type { Queue } from 'bull';

export interface QueueWatchParts {
  queues: ReadonlyMap<QueueName, Queue>;
  backlog: ReportBacklog;
  metrics: Metrics;
}

const STATES = ['waiting', 'active', 'delayed', 'failed', 'completed', 'paused'] as const;

const GAUGES = {
  pending: ['pressroom_reports_pending', 'Reports that wait, due or not'],
  due: ['pressroom_reports_due', 'Reports that wait and may begin'],
  running: ['pressroom_reports_running', 'Reports that are being made'],
  oldestDueSeconds: [
    'pressroom_report_oldest_due_seconds',
    'For how long the longest-waiting due report has been due',
  ],
} as const;
const MEASURES = ['pending', 'due', 'running', 'oldestDueSeconds'] as const;

/** Milliseconds for which one reading serves all that is scraped. */
const FRESH_MS = 1000;

/**
 * What waits, as the rows tell it and as Redis does, read at each scrape. The api tells it and not the worker: it is
 * still there when no worker is. What can not be read is left out of the answer, the rest of it stands.
 */
export function watchQueues({ queues, backlog, metrics }: QueueWatchParts): void {
  const latest = readOnce(() => backlog.read());
  for (const measure of MEASURES) {
    const [name, help] = GAUGES[measure];
    metrics.gauge(name, help, ['queue'], async function () {
      const rows = await latest();
      this.reset();
      if (rows === null) return;
      for (const queue of REPORT_QUEUES) {
        const row = rows.find((each) => each.queue === queue.name);
        this.set({ queue: queue.name }, row?.[measure] ?? 0);
      }
    });
  }
  metrics.gauge(
    'pressroom_queue_jobs',
    'Jobs of each queue in Redis; finished ones stay for a while to be looked at',
    ['queue', 'state'],
    async function () {
      this.reset();
      for (const [name, queue] of queues) {
        const counts = queue.client.status === 'ready' ? await queue.getJobCounts().catch(() => null) : null;
        if (counts === null) continue;
        const all: Readonly<Record<string, number>> = { ...counts };
        for (const state of STATES) this.set({ queue: name, state }, all[state] ?? 0);
      }
    },
  );
}

/** The gauges of one scrape are collected side by side: they share one reading. Null when it failed. */
function readOnce(read: () => Promise<Backlog[]>): () => Promise<Backlog[] | null> {
  let last: { at: number; rows: Promise<Backlog[] | null> } = { at: -Infinity, rows: Promise.resolve(null) };
  return () => {
    if (performance.now() - last.at > FRESH_MS)
      last = { at: performance.now(), rows: read().catch(() => null) };
    return last.rows;
  };
}
