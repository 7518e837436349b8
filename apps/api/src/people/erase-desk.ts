import { Accounts, LiveSessions, PasswordSignIn } from '@pressroom/identity';
import { DomainError, invalid } from '@pressroom/kernel';
import { Erasures, type ErasureView } from '@pressroom/people';
import { crashPoint } from '@pressroom/platform';
import { Injectable } from '@nestjs/common';
import { type Caller, tokenInvalid } from '../access';

/** How young a sign-in must be to stand for a password. */
const FRESH_SECONDS = 600;

/** Takes erasures in: who asks proves once more who that is. */
@Injectable()
export class EraseDesk {
  constructor(
    private readonly erasures: Erasures,
    private readonly accounts: Accounts,
    private readonly signIn: PasswordSignIn,
    private readonly live: LiveSessions,
  ) {}

  /**
   * @param ip of the caller: wrong passwords count as failed sign-ins do
   * @throws DomainError `unauthenticated` `token_invalid` or `credentials_wrong`, `forbidden` `sign_in_again`,
   *   `limited`, `invalid` when the password is missing
   */
  async erase(caller: Caller, password: string | undefined, ip: string): Promise<ErasureView> {
    if (caller.left === true) {
      const known = await this.erasures.of(caller.accountId);
      if (known === null) throw tokenInvalid();
      return known;
    }
    await this.prove(caller, password, ip);
    const view = await this.erasures.request(caller.accountId);
    this.live.forgetAccount(caller.accountId);
    crashPoint('erase_requested');
    return view;
  }

  private async prove(caller: Caller, password: string | undefined, ip: string): Promise<void> {
    const account = await this.accounts.byId(caller.accountId);
    if (account === null) throw tokenInvalid();
    const known = account.email === null ? null : await this.accounts.credentials(account.email);
    if (account.email !== null && typeof known?.passwordHash === 'string') {
      if (password === undefined) throw invalid([{ pointer: '/password', detail: 'is missing' }]);
      await this.signIn.authenticate(account.email, password, ip);
      return;
    }
    const { accountId, sessionId } = caller;
    if (sessionId !== null && (await this.erasures.signedInWithin(accountId, sessionId, FRESH_SECONDS)))
      return;
    throw new DomainError('forbidden', 'sign_in_again', {
      detail: 'sign in again and repeat the request within ten minutes',
    });
  }
}
