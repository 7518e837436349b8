import { type Database, sqlState, type Tx } from '@pressroom/entities';
import { DomainError, invalid, missing } from '@pressroom/kernel';
import { type AccountFacts, FACTS } from './accounts';
import type { AuditLog } from './audit-log';
import type { LiveSessions } from './live-sessions';
import { passwordFlaw, type Passwords } from './passwords';
import type { PhoneCodes } from './phone-codes';
import type { Reauthentication, SignedIn } from './reauthentication';

/** Changes of what opens an account, by its owner. Each ends every other session and every download link. */
export class OwnWaysIn {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly codes: PhoneCodes,
    private readonly proof: Reauthentication,
    private readonly live: LiveSessions,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Sets or replaces the password.
   * @param present needed when there is one
   * @throws DomainError `forbidden`, `limited` (see Reauthentication); `invalid` at `/newPassword`
   */
  async changePassword(caller: SignedIn, present: string | undefined, fresh: string): Promise<void> {
    await this.proof.confirm(caller, present);
    const { accountId } = caller;
    const { rows } = await this.database.system<{ email: string | null }>(
      'SELECT email FROM accounts WHERE id = $1 AND deleted_at IS NULL',
      [accountId],
    );
    const flaw = passwordFlaw(fresh, rows[0]?.email ?? '');
    if (flaw !== null) throw invalid([{ ...flaw, pointer: '/newPassword' }]);
    const passwordHash = await this.passwords.hash(fresh);
    await this.database.inSystem(async (tx) => {
      await change(tx, accountId, 'password_hash', passwordHash);
      await this.audit.write({ event: 'authn_password_change', actor: accountId, accountId }, tx);
      await this.endOthers(tx, caller);
    });
    this.live.forgetAccount(accountId);
  }

  /** Sends a code to the number that is to become the account's. @throws as Reauthentication and PhoneCodes do */
  async askForPhone(
    caller: SignedIn,
    phoneText: string,
    password: string | undefined,
    ip: string,
  ): Promise<void> {
    const phone = this.codes.phoneIn(phoneText);
    await this.proof.confirm(caller, password);
    await this.codes.send({ phone, purpose: 'change-phone', accountId: caller.accountId }, ip);
  }

  /**
   * Makes the number the account's, once its owner has answered with the code.
   * @throws DomainError `invalid` `code_wrong` at `/code`; `conflict` `phone_taken`; `limited` `too_many_attempts`
   */
  async changePhone(caller: SignedIn, phoneText: string, code: string): Promise<AccountFacts> {
    const phone = this.codes.phoneIn(phoneText);
    const { accountId } = caller;
    const account = await this.codes.redeem(
      { phone, purpose: 'change-phone', accountId },
      code,
      async (tx) => {
        const changed = await change(tx, accountId, 'phone', phone);
        const detail = { field: 'phone' };
        await this.audit.write({ event: 'user_updated', actor: accountId, accountId, detail }, tx);
        await this.endOthers(tx, caller);
        return changed;
      },
    );
    if (account === null)
      throw invalid(
        [{ pointer: '/code', detail: 'is wrong or expired, or was used or replaced' }],
        'code_wrong',
      );
    this.live.forgetAccount(accountId);
    return account;
  }

  /**
   * A change that is made elsewhere and ends every other session and every download link, too.
   * @param change is handed what to do in its transaction
   * @throws as Reauthentication does, and whatever `change` throws
   */
  async changeElsewhere(
    caller: SignedIn,
    password: string | undefined,
    change: (within: (tx: Tx) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    await this.proof.confirm(caller, password);
    await change(async (tx) => {
      await tx.query('UPDATE accounts SET download_epoch = download_epoch + 1 WHERE id = $1', [
        caller.accountId,
      ]);
      await this.endOthers(tx, caller);
    });
    this.live.forgetAccount(caller.accountId);
  }

  private async endOthers(tx: Tx, { accountId, sessionId }: SignedIn): Promise<void> {
    await tx.query(
      `UPDATE sessions SET ended_at = app_now()
        WHERE account_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2`,
      [accountId, sessionId],
    );
    const detail = { sessions: 'others' };
    await this.audit.write({ event: 'authn_token_revoked', actor: accountId, accountId, detail }, tx);
  }
}

/** Links given out before are dead from then on. */
async function change(
  tx: Tx,
  accountId: string,
  column: 'password_hash' | 'phone',
  value: string,
): Promise<AccountFacts> {
  try {
    const [account] = await tx.query<AccountFacts>(
      `UPDATE accounts SET ${column} = $2, updated_at = app_now(), download_epoch = download_epoch + 1
        WHERE id = $1 AND deleted_at IS NULL RETURNING ${FACTS}`,
      [accountId, value],
    );
    if (account === undefined) throw missing('account');
    return account;
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw new DomainError('conflict', 'phone_taken', { detail: 'another account has this number' });
  }
}
