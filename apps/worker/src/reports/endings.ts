import type { Fault } from '@pressroom/kernel';
import type { Ending } from '@pressroom/reports';

/**
 * The worker's door: is another execution worth it? `broken` is retried, since what looks like a bug is often a
 * broken neighbour; what the data or the request make impossible is not.
 */
const WORTH_A_RETRY: Readonly<Record<Fault, 'permanent' | 'transient' | 'timeout' | 'outOfMemory'>> = {
  malformed: 'permanent',
  invalid: 'permanent',
  unauthenticated: 'permanent',
  forbidden: 'permanent',
  missing: 'permanent',
  notAllowed: 'permanent',
  conflict: 'permanent',
  gone: 'permanent',
  unsupported: 'permanent',
  range: 'permanent',
  limited: 'permanent',
  tooLarge: 'permanent',
  unavailable: 'transient',
  timeout: 'timeout',
  exhausted: 'transient',
  broken: 'transient',
};

export function endingOf(failure: { fault: Fault; code: string; detail: string }): Ending {
  const kind = failure.code === 'out_of_memory' ? 'outOfMemory' : WORTH_A_RETRY[failure.fault];
  return { kind, code: failure.code, message: failure.detail };
}

export const TIME_LIMIT: Ending = {
  kind: 'timeout',
  code: 'time_limit',
  message: 'the report took longer than it may',
};
export const OUT_OF_MEMORY: Ending = {
  kind: 'outOfMemory',
  code: 'out_of_memory',
  message: 'the report needed more memory than it may use',
};

/** Why a running build was told to stop. `fenced`: the lease is somebody else's, nothing may be written. */
export type StopReason = { stop: Ending } | { stop: 'fenced' };

export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor(readonly reason: StopReason) {
    super(reason.stop === 'fenced' ? 'fenced' : reason.stop.kind);
  }
}
