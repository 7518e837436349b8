import type { Database } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import { accountOfPhone } from './account-of-phone';
import type { AccountFacts } from './accounts';
import type { AuditLog } from './audit-log';
import type { ChallengeSubject } from './phone-challenges';
import type { PhoneCodes } from './phone-codes';

/**
 * Signing up and in by phone. Nothing tells whether a number has an account before its owner has answered with the
 * code; only then an account is made.
 */
export class PhoneSignIn {
  constructor(
    private readonly database: Database,
    private readonly codes: PhoneCodes,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param ip of the caller, as the proxy settings resolve it
   * @throws DomainError `invalid` at `/phone`; `limited` `code_sent_lately`; `unavailable`; `missing` when it is off
   */
  async request(phoneText: string, ip: string): Promise<void> {
    await this.codes.send(subjectOf(this.codes.phoneIn(phoneText)), ip);
  }

  /**
   * @param code six digits
   * @throws DomainError `unauthenticated` `code_wrong`, alike for every reason; `limited` `too_many_attempts`
   */
  async verify(phoneText: string, code: string): Promise<AccountFacts> {
    const phone = this.codes.phoneIn(phoneText);
    const { audit } = this;
    const account = await this.codes.redeem(subjectOf(phone), code, async (tx) => {
      const { account, isNew } = await accountOfPhone(tx, phone);
      const [actor, accountId] = [account.id, account.id];
      if (isNew) await audit.write({ event: 'user_created', actor, accountId, detail: { by: 'phone' } }, tx);
      await audit.write({ event: 'authn_login_success', actor, accountId, detail: { by: 'phone' } }, tx);
      return account;
    });
    if (account !== null) return account;
    await this.noteFailure(phone);
    throw new DomainError('unauthenticated', 'code_wrong', {
      detail: 'the code is wrong or expired, or was used or replaced',
    });
  }

  private async noteFailure(phone: string): Promise<void> {
    const { rows } = await this.database.system<{ id: string }>(
      'SELECT id FROM accounts WHERE phone = $1 AND deleted_at IS NULL',
      [phone],
    );
    const accountId = rows[0]?.id ?? null;
    await this.audit.write({ event: 'authn_login_fail', actor: null, accountId, detail: { by: 'phone' } });
  }
}

const subjectOf = (phone: string): ChallengeSubject => ({ phone, purpose: 'sign-in', accountId: null });
