import type { Standing } from '@pressroom/reports';
import type { Delivery } from './build-report';

/** What operators read of a finished job: ids, names and codes, never whose report it is or what is in it. */
export interface Told {
  outcome: string;
  report?: string;
  template?: string;
  status?: string;
  /** Executions so far, this one included. */
  execution?: number;
  note?: string;
}

/** The job of an execution that ended without a report is shown as failed, with the code as its reason. */
export class ExecutionFailed extends Error {
  override readonly name = 'ExecutionFailed';

  constructor(message: string) {
    super(message);
    // The board shows the stack; where in this file it was made helps nobody.
    this.stack = message;
  }
}

/** @throws ExecutionFailed when the execution ended in an error, whether or not there will be another one */
export function told(report: string, delivery: Exclude<Delivery, { outcome: 'dropped' }>): Told {
  const { template, attempts: execution, maxAttempts } = delivery.claim;
  const facts = { report, template, execution };
  if (delivery.outcome === 'fenced')
    return { outcome: 'fenced', ...facts, note: 'its lease was lost: another execution decides' };
  if (delivery.outcome === 'published') return { outcome: 'published', ...facts, status: 'COMPLETED' };
  const { status, code, retryInSeconds } = delivery;
  if (code === null) return { outcome: 'released', ...facts, status };
  const next =
    retryInSeconds === null
      ? `the report is ${status}`
      : `runs again in about ${Math.ceil(retryInSeconds)} s`;
  throw new ExecutionFailed(
    `${code}: ${template}, execution ${execution} of ${maxAttempts}; ${next}; report ${report}`,
  );
}

/** A bell that was not followed, with what the row says now. */
export function whyDropped(report: string, standing: Standing | null): Told {
  if (standing === null) return { outcome: 'dropped', report, note: 'there is no such report any more' };
  const { template, status, attempts: execution } = standing;
  const note =
    status === 'PENDING' || status === 'RUNNING'
      ? 'a stale or double bell: the row rings by itself when it is due'
      : 'the report has ended, and what has ended never changes';
  return { outcome: 'dropped', report, template, status, execution, note };
}
