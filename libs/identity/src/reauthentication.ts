import type { Database } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import type { AuditLog } from './audit-log';
import type { Passwords } from './passwords';
import { type Attempts, tooManyTries } from './throttle';

/** An account without a password proves itself by having signed in so lately. */
const FRESH_SECONDS = 600;

export interface SignedIn {
  readonly accountId: string;
  readonly sessionId: string | null;
}

/**
 * A second look before what an account is opened by changes: whoever found a phone or a token lying about does not know
 * the password.
 */
export class Reauthentication {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly audit: AuditLog,
    private readonly attempts: Attempts,
  ) {}

  /**
   * @param password needed when the account has one; otherwise the session must be at most ten minutes old
   * @throws DomainError `forbidden` `password_wrong` or `sign_in_again`; `limited` `too_many_attempts`
   */
  async confirm({ accountId, sessionId }: SignedIn, password: string | undefined): Promise<void> {
    const { rows } = await this.database.system<{ hash: string | null; fresh: boolean }>(
      `SELECT a.password_hash AS hash,
              coalesce(s.created_at > app_now() - make_interval(secs => $3), false) AS fresh
         FROM accounts a LEFT JOIN sessions s ON s.id = $2 AND s.account_id = a.id
        WHERE a.id = $1 AND a.deleted_at IS NULL`,
      [accountId, sessionId, FRESH_SECONDS],
    );
    const { hash, fresh } = rows[0] ?? { hash: null, fresh: false };
    if (hash !== null) return this.checkPassword(accountId, hash, password ?? '');
    if (!fresh)
      throw new DomainError('forbidden', 'sign_in_again', {
        detail: 'this needs a sign-in of the last ten minutes: sign in again',
      });
  }

  private async checkPassword(accountId: string, hash: string, password: string): Promise<void> {
    const key = `confirm ${accountId}`;
    const { wait } = await this.attempts.tryNow(key);
    if (wait > 0) throw tooManyTries(wait);
    const { matches } = await this.passwords.check(hash, password);
    if (matches) {
      await this.attempts.succeed(key);
      return;
    }
    await this.audit.write({ event: 'authn_password_change_fail', actor: accountId, accountId });
    throw new DomainError('forbidden', 'password_wrong', {
      detail: "the account's present password is wrong",
    });
  }
}
