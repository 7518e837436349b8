import type { Database, Tx } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import type { CodePost } from './code-post';
import { CODE_RULES, isCode } from './one-time-code';
import { type ChallengeSubject, PhoneChallenges } from './phone-challenges';
import { requirePhone } from './phone-numbers';

export interface PhoneSettings {
  /** Mixed into everything that is stored of a code. */
  readonly pepper: Buffer;
  /** Beginnings of numbers, after the plus sign, that codes go to; null: all but costly ones. */
  readonly countries: readonly string[] | null;
  /** Codes within 24 hours in all. */
  readonly dayBudget: number;
}

/** One-time codes from the request to the right answer, whatever they are good for. */
export class PhoneCodes {
  private readonly challenges: PhoneChallenges;

  /** @param post null: nothing goes to phones, and nothing is taken from them */
  constructor(
    private readonly database: Database,
    private readonly post: CodePost | null,
    private readonly settings: PhoneSettings,
  ) {
    this.challenges = new PhoneChallenges(database, settings.pepper, settings.dayBudget);
  }

  /** @returns the one spelling of a number; @throws DomainError `invalid` at `/phone`; `missing` `phone_sign_in_off` */
  phoneIn(text: string): string {
    if (this.post === null) throw phoneSignInOff();
    return requirePhone(text, this.settings.countries);
  }

  /** Sends a code. @throws DomainError `limited` `code_sent_lately`; `unavailable` `codes_used_up` */
  async send(subject: ChallengeSubject, ip: string): Promise<void> {
    const { post } = this;
    if (post === null) throw phoneSignInOff();
    const ring = await this.database.inSystem(async (tx) => {
      const challengeId = await this.challenges.begin(tx, subject, ip);
      return post.put(tx, {
        challengeId,
        accountId: subject.accountId,
        lifeSeconds: CODE_RULES.sendWithinSeconds,
      });
    });
    await ring();
  }

  /**
   * Tries a code, and does once what it is good for.
   * @param then in the transaction that uses the code up
   * @returns null for every code that is not right: wrong, used, replaced, expired, tried too often, or never sent
   * @throws DomainError `limited` `too_many_attempts`
   */
  async redeem<Result>(
    subject: ChallengeSubject,
    code: string,
    then: (tx: Tx) => Promise<Result>,
  ): Promise<Result | null> {
    const open = await this.challenges.tryOnce(subject);
    if (!isCode(this.settings.pepper, open, code) || open === null) return null;
    return this.database.inSystem(async (tx) =>
      (await this.challenges.consume(tx, subject, open.id)) ? then(tx) : null,
    );
  }
}

function phoneSignInOff(): DomainError {
  return new DomainError('missing', 'phone_sign_in_off', { detail: 'this service sends no codes to phones' });
}
