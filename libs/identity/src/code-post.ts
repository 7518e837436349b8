import type { Tx } from '@pressroom/entities';

/** Kind of the messages that carry one-time codes. */
export const PHONE_CODE = 'phone.code';

export interface CodeLetter {
  readonly challengeId: string;
  readonly accountId: string | null;
  /** Seconds after which it is not worth sending. */
  readonly lifeSeconds: number;
}

/** The way of a code to its phone. Bound by the app; without it there is no sign-in by phone. */
export abstract class CodePost {
  /**
   * Posts within the transaction that makes the challenge.
   * @returns to be called once it has committed, so that nobody waits for a sweep
   */
  abstract put(tx: Tx, letter: CodeLetter): Promise<() => Promise<void>>;
}
