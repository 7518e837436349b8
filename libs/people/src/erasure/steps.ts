/**
 * The way of an erasure. The request itself has closed the account already: nobody signs in, no key, session or link
 * works. Each step may be done any number of times; the row says which one comes next.
 *
 * `stop` calls off what runs or waits; `queues` takes its bells down; `rows`, `files`, `caches` remove; `settle` waits
 * until no request that began before is under way anywhere; `sweep` removes what those may have left; `account` removes
 * the account itself; `verify` looks everywhere once more, in the queues too; `certify` signs.
 */
export const ERASURE_STEPS = [
  'stop',
  'queues',
  'rows',
  'files',
  'caches',
  'settle',
  'sweep',
  'account',
  'verify',
  'certify',
] as const;
export type ErasureStep = (typeof ERASURE_STEPS)[number];

/** The step after this one; `certify` is the last. */
export function stepAfter(step: ErasureStep): ErasureStep {
  return ERASURE_STEPS[ERASURE_STEPS.indexOf(step) + 1] ?? 'certify';
}

/**
 * Seconds after the request until which something may still be written for the account: another process believes in a
 * session for five, and a request of then may take its statements' time.
 */
export const SETTLE_SECONDS = 30;
