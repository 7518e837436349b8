import type { AccessTokens } from './access-tokens';
import type { AccountFacts, Accounts } from './accounts';
import { type OpenSession, refreshTokenInvalid, type Sessions } from './sessions';

/** What a client holds after signing in. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds the access token lives. */
  readonly expiresIn: number;
  readonly account: AccountFacts;
}

/** Turns a proven identity, however it was proven, into a session and its pair of tokens. */
export class TokenSets {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly accessTokens: AccessTokens,
  ) {}

  async begin(account: AccountFacts, userAgent: string | null): Promise<TokenSet> {
    return this.pair(await this.sessions.open(account.id, userAgent), account);
  }

  /** @throws DomainError `unauthenticated` `refresh_token_invalid` */
  async renew(refreshToken: string): Promise<TokenSet> {
    const session = await this.sessions.refresh(refreshToken);
    const account = await this.accounts.byId(session.accountId);
    if (account === null) throw refreshTokenInvalid();
    return this.pair(session, account);
  }

  private async pair(session: OpenSession, account: AccountFacts): Promise<TokenSet> {
    const { sessionId, accountId, refreshToken } = session;
    const accessToken = await this.accessTokens.sign({ accountId, sessionId, role: account.role });
    return { accessToken, refreshToken, expiresIn: this.accessTokens.lifeSeconds, account };
  }
}
