import { type Clock, DomainError } from '@pressroom/kernel';
import type { AccountFacts, Accounts } from './accounts';
import type { AuditLog } from './audit-log';
import { normaliseEmail } from './email';
import type { Passwords } from './passwords';
import { type Attempts, networkOf, Throttle, tooManyTries } from './throttle';

/** Failures of one address from one network, and within how long. */
export const SIGN_IN_TRIES = { limit: 10, windowMs: 15 * 60 * 1000 } as const;

/** Signing in by e-mail and password. Known and unknown addresses get the same answer after the same work. */
export class PasswordSignIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly audit: AuditLog,
    clock: Clock,
    private readonly attempts: Attempts = new Throttle(SIGN_IN_TRIES.limit, SIGN_IN_TRIES.windowMs, clock),
  ) {}

  /**
   * @param ip of the caller, as the proxy settings resolve it
   * @throws DomainError `unauthenticated` `credentials_wrong`; `limited` `too_many_attempts` after ten failures of
   *   this address from this network in 15 minutes
   */
  async authenticate(emailText: string, password: string, ip: string): Promise<AccountFacts> {
    const email = normaliseEmail(emailText);
    const key = `${networkOf(ip)} ${email ?? ''}`;
    const { wait, locked } = await this.attempts.tryNow(key);
    if (locked) await this.audit.write({ event: 'authn_login_lock', actor: null, accountId: null });
    if (wait > 0) throw tooManyTries(wait);
    const known = email === null ? null : await this.accounts.credentials(email);
    const { matches, outdated } = await this.passwords.check(known?.passwordHash ?? null, password);
    if (known === null || !matches) {
      await this.audit.write({
        event: 'authn_login_fail',
        actor: null,
        accountId: known?.account.id ?? null,
      });
      throw new DomainError('unauthenticated', 'credentials_wrong', {
        detail: 'e-mail or password is wrong',
      });
    }
    await this.attempts.succeed(key);
    const { account, passwordHash } = known;
    if (outdated && passwordHash !== null)
      await this.accounts.replaceHash(account.id, passwordHash, await this.passwords.hash(password));
    await this.audit.write({ event: 'authn_login_success', actor: account.id, accountId: account.id });
    return account;
  }
}
