import type { Database } from '@pressroom/entities';
import { type Cursor, DomainError, isId, missing, newId, type Page, toPage } from '@pressroom/kernel';
import type { AuditLog } from './audit-log';
import type { LiveSessions } from './live-sessions';
import { newRefreshToken, refreshTokenHash } from './refresh-token';
import { TOKEN_LIVES, type TokenLives } from './token-lives';

const USER_AGENT_LENGTH = 300;

export interface OpenSession {
  readonly sessionId: string;
  readonly accountId: string;
  /** Shown once; only its SHA-256 is kept. */
  readonly refreshToken: string;
}

/** A live session as its owner sees it. */
export interface SessionFacts {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
}

/** Sessions and their chains of refresh tokens. A chain is the session's family: it lives and dies with the session. */
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly live: LiveSessions,
    private readonly audit: AuditLog,
    private readonly lives: TokenLives = TOKEN_LIVES,
  ) {}

  async open(accountId: string, userAgent: string | null): Promise<OpenSession> {
    const sessionId = newId();
    const refreshToken = newRefreshToken();
    const { rowCount } = await this.database.system(
      `WITH session AS (
         INSERT INTO sessions (id, account_id, expires_at, user_agent)
         SELECT $1, id, app_now() + $5 * interval '1 second', $4 FROM accounts WHERE id = $2 AND deleted_at IS NULL
         RETURNING id, account_id)
       INSERT INTO refresh_tokens (id, session_id, account_id, token_hash, expires_at)
       SELECT $6, id, account_id, $3, app_now() + $7 * interval '1 second' FROM session`,
      [
        sessionId,
        accountId,
        refreshTokenHash(refreshToken),
        plain(userAgent),
        this.lives.refreshLifeSeconds,
        newId(),
        this.lives.refreshIdleSeconds,
      ],
    );
    if (rowCount === 0) throw missing('account');
    return { sessionId, accountId, refreshToken };
  }

  /**
   * Spends a refresh token for the next one of its chain. The token is marked used and its successor made by one
   * statement on condition that it was unused: of any number of parallel calls exactly one wins. A used token that
   * comes back was stolen, or its owner was robbed of the answer: nobody can tell, so the whole session ends.
   * @throws DomainError `unauthenticated` `refresh_token_invalid`, alike for every reason
   */
  async refresh(refreshToken: string): Promise<OpenSession> {
    const hash = refreshTokenHash(refreshToken);
    if (hash !== null) {
      const next = newRefreshToken();
      const { rows } = await this.database.system<{ sessionId: string; accountId: string }>(SPEND, [
        hash,
        newId(),
        refreshTokenHash(next),
        this.lives.refreshIdleSeconds,
      ]);
      const spent = rows[0];
      if (spent) return { ...spent, refreshToken: next };
      await this.punishReuse(hash);
    }
    throw refreshTokenInvalid();
  }

  /** Live sessions, newest first. @param cursor position in the list; ids sort by creation */
  async list(accountId: string, limit: number, cursor?: Cursor): Promise<Page<SessionFacts>> {
    if (cursor && !isId(cursor.id)) return { data: [], nextCursor: null };
    const { rows } = await this.database.system<SessionFacts>(
      `SELECT id, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt",
              user_agent AS "userAgent"
       FROM sessions
       WHERE account_id = $1 AND ended_at IS NULL AND expires_at > app_now() AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $2`,
      [accountId, limit + 1, cursor?.id ?? null],
    );
    return toPage(
      rows,
      limit,
      ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }),
      (row) => row,
    );
  }

  /** Ends one live session of the account. @throws DomainError `missing`, for another account's too */
  async end(accountId: string, sessionId: string): Promise<void> {
    if (!(await this.endIfLive(accountId, sessionId))) throw missing('session');
  }

  /** Ends the caller's own session; one that has just ended elsewhere is fine. */
  async signOut(accountId: string, sessionId: string): Promise<void> {
    await this.endIfLive(accountId, sessionId);
  }

  /** Ends every session of the account and kills every download link it holds. */
  async endAll(accountId: string): Promise<void> {
    await this.database.inSystem(async (tx) => {
      await tx.query('UPDATE accounts SET download_epoch = download_epoch + 1 WHERE id = $1', [accountId]);
      await tx.query('UPDATE sessions SET ended_at = app_now() WHERE account_id = $1 AND ended_at IS NULL', [
        accountId,
      ]);
      await this.audit.write(
        { event: 'authn_token_revoked', actor: accountId, accountId, detail: { sessions: 'all' } },
        tx,
      );
    });
    this.live.forgetAccount(accountId);
  }

  private async endIfLive(accountId: string, sessionId: string): Promise<boolean> {
    const ended = await this.database.inSystem(async (tx) => {
      const rows = await tx.query(
        `UPDATE sessions SET ended_at = app_now()
         WHERE id = $1 AND account_id = $2 AND ended_at IS NULL AND expires_at > app_now() RETURNING id`,
        [sessionId, accountId],
      );
      if (rows.length === 0) return false;
      await this.audit.write(
        { event: 'authn_token_revoked', actor: accountId, accountId, detail: { session: sessionId } },
        tx,
      );
      return true;
    });
    this.live.forget(sessionId);
    return ended;
  }

  private async punishReuse(hash: Buffer): Promise<void> {
    await this.database.inSystem(async (tx) => {
      const [reused] = await tx.query<{ sessionId: string; accountId: string }>(
        `UPDATE sessions s SET ended_at = app_now() FROM refresh_tokens t
         WHERE t.token_hash = $1 AND t.used_at IS NOT NULL AND s.id = t.session_id AND s.ended_at IS NULL
         RETURNING s.id AS "sessionId", s.account_id AS "accountId"`,
        [hash],
      );
      if (reused === undefined) return;
      const { sessionId, accountId } = reused;
      await this.audit.write(
        { event: 'authn_token_reuse', actor: null, accountId, detail: { session: sessionId } },
        tx,
      );
      this.live.forget(sessionId);
    });
  }
}

/** One statement: a second caller waits for the row, finds it used, and gets nothing. */
const SPEND = `
  WITH spent AS (
    UPDATE refresh_tokens t SET used_at = app_now()
    FROM sessions s JOIN accounts a ON a.id = s.account_id
    WHERE t.token_hash = $1 AND t.used_at IS NULL AND t.expires_at > app_now()
      AND s.id = t.session_id AND s.ended_at IS NULL AND s.expires_at > app_now() AND a.deleted_at IS NULL
    RETURNING t.session_id, t.account_id, s.expires_at),
  successor AS (
    INSERT INTO refresh_tokens (id, session_id, account_id, token_hash, expires_at)
    SELECT $2, session_id, account_id, $3, least(app_now() + $4 * interval '1 second', expires_at) FROM spent),
  touched AS (
    UPDATE sessions SET last_used_at = app_now() FROM spent WHERE sessions.id = spent.session_id)
  SELECT session_id AS "sessionId", account_id AS "accountId" FROM spent`;

/** A header's text as it may be shown and kept. */
function plain(userAgent: string | null): string | null {
  const text = userAgent?.replace(/\p{Cc}/gu, '').slice(0, USER_AGENT_LENGTH);
  return text === undefined || text === '' ? null : text;
}

/** One answer for every reason, so that it teaches nothing. */
export function refreshTokenInvalid(): DomainError {
  return new DomainError('unauthenticated', 'refresh_token_invalid', {
    detail: 'the refresh token is unknown, used, expired or revoked',
  });
}
