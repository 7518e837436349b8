import type { AuditLog, LiveSessions, PasswordSignIn, Sessions } from '@pressroom/identity';
import { DomainError } from '@pressroom/kernel';
import type { OperatorPass, OperatorSeal } from './operator-cookie';

export interface DoorkeeperParts {
  signIn: PasswordSignIn;
  sessions: Sessions;
  live: LiveSessions;
  audit: AuditLog;
  seal: OperatorSeal;
  now: () => Date;
}

/** Who may pass the operators' doors. A pass stands on a session, so that it ends with it. */
export class Doorkeeper {
  constructor(private readonly parts: DoorkeeperParts) {}

  /**
   * @returns the sealed pass for the cookie
   * @throws DomainError `credentials_wrong`, `too_many_attempts`; `forbidden` `role_required` for a member
   */
  async admit(email: string, password: string, ip: string, userAgent: string | null): Promise<string> {
    const { signIn, sessions, audit, seal, now } = this.parts;
    const account = await signIn.authenticate(email, password, ip);
    if (account.role !== 'operator') {
      await audit.write({
        event: 'authz_fail',
        actor: account.id,
        accountId: account.id,
        detail: { route: 'POST /admin/sign-in' },
      });
      throw new DomainError('forbidden', 'role_required', { detail: 'this account is not an operator’s' });
    }
    const { sessionId } = await sessions.open(account.id, userAgent);
    return seal.seal({ accountId: account.id, sessionId }, now().getTime());
  }

  /** The operator who carries this cookie, or null: also when the session has ended or the role is another by now. */
  async recognise(cookie: string | undefined): Promise<OperatorPass | null> {
    const pass = this.parts.seal.open(cookie, this.parts.now().getTime());
    if (pass === null) return null;
    const role = await this.parts.live.role(pass.sessionId, pass.accountId);
    return role === 'operator' ? pass : null;
  }

  async dismiss({ accountId, sessionId }: OperatorPass): Promise<void> {
    await this.parts.sessions.signOut(accountId, sessionId);
  }
}
