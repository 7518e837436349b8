import type { ReportStatus } from '@pressroom/entities';

export const FINAL_STATUSES = [
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
] as const satisfies readonly ReportStatus[];

export function isFinal(status: ReportStatus): boolean {
  return (FINAL_STATUSES as readonly ReportStatus[]).includes(status);
}

/**
 * How an execution can end without a result, as a closed list.
 * `permanent` would fail the same way again; the others are worth another try; `drained` was no fault of the
 * report at all and does not count as an attempt; `cancelled` was asked for.
 */
export type Ending =
  | {
      kind: 'permanent' | 'transient' | 'timeout' | 'lostWorker' | 'outOfMemory';
      code: string;
      message: string;
    }
  | { kind: 'drained' }
  | { kind: 'cancelled' };

export type Consequence =
  { status: 'PENDING'; delaySeconds: number; countsAsAttempt: boolean } | { status: 'FAILED' | 'CANCELLED' };

export interface RetryPolicy {
  /** Upper bounds of the waits before the 2nd, 3rd, 4th … execution, in seconds. */
  backoffSeconds: readonly number[];
}

/**
 * What an ending means for the report. Pure.
 * @param attempts executions so far, this one included; 1 to maxAttempts
 * @param random in [0, 1): full jitter, so that what failed together does not come back together
 */
export function consequenceOf(
  ending: Ending,
  attempts: number,
  maxAttempts: number,
  policy: RetryPolicy,
  random: number,
): Consequence {
  switch (ending.kind) {
    case 'cancelled':
      return { status: 'CANCELLED' };
    case 'permanent':
      return { status: 'FAILED' };
    case 'drained':
      return { status: 'PENDING', delaySeconds: 0, countsAsAttempt: false };
    case 'transient':
    case 'timeout':
    case 'lostWorker':
    case 'outOfMemory':
      return attempts >= maxAttempts
        ? { status: 'FAILED' }
        : { status: 'PENDING', delaySeconds: backoff(attempts, policy, random), countsAsAttempt: true };
  }
}

function backoff(attempts: number, { backoffSeconds }: RetryPolicy, random: number): number {
  const bound = backoffSeconds[Math.min(attempts, backoffSeconds.length) - 1] ?? 0;
  return bound * random;
}
