import { type Database, type SystemSql, sqlState, type Tx } from '@pressroom/entities';
import { DomainError, invalid, missing, newId } from '@pressroom/kernel';
import { createHash } from 'node:crypto';
import { type AccountFacts, FACTS } from './accounts';
import type { AuditLog } from './audit-log';
import type { GoogleIdentity, IdTokens } from './id-tokens';

/**
 * Signing in with Google. An account is known by issuer and subject, never by its address: an address that has an
 * account already opens nothing here, its owner links the two while signed in.
 */
export class GoogleSignIn {
  /** @param tokens null: sign-in with Google is off */
  constructor(
    private readonly database: Database,
    private readonly tokens: IdTokens | null,
    private readonly audit: AuditLog,
    /** Under which identities are kept. */
    private readonly issuer: string,
  ) {}

  /**
   * @param nonce as the client made it for this sign-in; null when it made none
   * @throws DomainError `unauthenticated` `id_token_invalid`, alike for every reason; `conflict` `email_has_account`;
   *   `unavailable` `issuer_away`; `missing` when it is off
   */
  async authenticate(idToken: string, nonce: string | null): Promise<AccountFacts> {
    const identity = await this.read(idToken, nonce);
    if (identity === null) {
      await this.audit.write({
        event: 'authn_login_fail',
        actor: null,
        accountId: null,
        detail: { by: 'google' },
      });
      throw idTokenInvalid();
    }
    return this.database.inSystem(async (tx) => {
      await this.lock(tx, identity);
      if (!(await spend(tx, idToken, identity))) throw idTokenInvalid();
      const account = (await this.known(tx, identity)) ?? (await this.newcomer(tx, identity));
      const [actor, accountId] = [account.id, account.id];
      await this.audit.write(
        { event: 'authn_login_success', actor, accountId, detail: { by: 'google' } },
        tx,
      );
      return account;
    });
  }

  /**
   * The signed-in owner lets a Google account open this one from now on. Google must answer for its address, and that
   * must be the account's own when it has one.
   * @throws DomainError `invalid` at `/idToken`; `conflict` `identity_taken`, `google_already_linked`
   */
  async link(accountId: string, idToken: string, nonce: string | null): Promise<void> {
    const identity = await this.read(idToken, nonce);
    if (identity === null) throw wrongToken('is not a good ID token for this service');
    await this.database.inSystem(async (tx) => {
      await this.lock(tx, identity);
      if (!(await spend(tx, idToken, identity))) throw wrongToken('was used before');
      const [account] = await tx.query<{ email: string | null }>(
        'SELECT email FROM accounts WHERE id = $1 AND deleted_at IS NULL FOR UPDATE',
        [accountId],
      );
      if (account === undefined) throw missing('account');
      if (identity.email === null || (account.email !== null && account.email !== identity.email))
        throw wrongToken("is not for this account's e-mail address, or Google has not verified it");
      await this.insert(tx, identity, accountId);
      const detail = { field: 'google', change: 'linked' };
      await this.audit.write({ event: 'user_updated', actor: accountId, accountId, detail }, tx);
    });
  }

  /**
   * @param within in the same transaction, once it is sure that another way in is left
   * @throws DomainError `missing` when none is linked; `conflict` `last_way_in`
   */
  async unlink(accountId: string, within?: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.inSystem(async (tx) => {
      const [ways] = await tx.query<{ others: boolean }>(
        `SELECT phone IS NOT NULL OR (email IS NOT NULL AND password_hash IS NOT NULL) AS others
           FROM accounts WHERE id = $1 AND deleted_at IS NULL FOR UPDATE`,
        [accountId],
      );
      const gone = await tx.query(
        'DELETE FROM external_identities WHERE account_id = $1 AND issuer = $2 RETURNING subject',
        [accountId, this.issuer],
      );
      if (gone.length === 0) throw missing('Google account');
      if (ways?.others !== true)
        throw new DomainError('conflict', 'last_way_in', {
          detail: 'without it nothing would open this account',
        });
      const detail = { field: 'google', change: 'unlinked' };
      await this.audit.write({ event: 'user_updated', actor: accountId, accountId, detail }, tx);
      await within?.(tx);
    });
  }

  private read(idToken: string, nonce: string | null): Promise<GoogleIdentity | null> {
    if (this.tokens === null)
      throw new DomainError('missing', 'google_sign_in_off', { detail: 'sign-in with Google is off here' });
    return this.tokens.read(idToken, nonce);
  }

  /** What concerns one identity goes one after the other: its first two sign-ins make one account. */
  private async lock(tx: Tx, { subject }: GoogleIdentity): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 9))', [`${this.issuer} ${subject}`]);
  }

  private async known(tx: Tx, { subject }: GoogleIdentity): Promise<AccountFacts | null> {
    const [account] = await tx.query<AccountFacts>(
      `WITH used AS (
         UPDATE external_identities SET last_used_at = app_now() WHERE issuer = $1 AND subject = $2 RETURNING account_id)
       SELECT ${FACTS} FROM accounts WHERE id = (SELECT account_id FROM used) AND deleted_at IS NULL`,
      [this.issuer, subject],
    );
    return account ?? null;
  }

  private async newcomer(tx: Tx, identity: GoogleIdentity): Promise<AccountFacts> {
    const [account] = await tx.query<AccountFacts>(
      `INSERT INTO accounts (id, email) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING RETURNING ${FACTS}`,
      [newId(), identity.email],
    );
    if (account === undefined)
      throw new DomainError('conflict', 'email_has_account', {
        detail: 'an account with this e-mail exists: sign in to it as before, then link Google there',
      });
    await this.insert(tx, identity, account.id);
    const detail = { by: 'google' };
    await this.audit.write({ event: 'user_created', actor: account.id, accountId: account.id, detail }, tx);
    return account;
  }

  private async insert(tx: Tx, { subject }: GoogleIdentity, accountId: string): Promise<void> {
    try {
      await tx.query('INSERT INTO external_identities (issuer, subject, account_id) VALUES ($1, $2, $3)', [
        this.issuer,
        subject,
        accountId,
      ]);
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new DomainError('conflict', 'identity_taken', {
        detail: 'this Google account opens another account, or another Google account opens this one',
      });
    }
  }
}

/** Each token is good once: one that was overheard on its way comes too late. @returns false when it was used before */
async function spend(tx: Tx, idToken: string, { expiresAt }: GoogleIdentity): Promise<boolean> {
  // The signature stays out of it: it has more spellings than one, what it signs has not.
  const signed = idToken.slice(0, idToken.lastIndexOf('.'));
  const rows = await tx.query(
    `INSERT INTO spent_id_tokens (token_hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING expires_at`,
    [createHash('sha256').update(signed).digest(), expiresAt],
  );
  return rows.length === 1;
}

/** Removes marks of tokens that are past their time anyway. @returns how many went */
export async function forgetSpentIdTokens(sql: SystemSql): Promise<number> {
  const { rowCount } = await sql.system(
    `DELETE FROM spent_id_tokens WHERE expires_at < app_now() - interval '1 hour'`,
  );
  return rowCount;
}

function idTokenInvalid(): DomainError {
  return new DomainError('unauthenticated', 'id_token_invalid', {
    detail: 'the ID token is malformed, expired, used before, or not for this service',
  });
}

function wrongToken(detail: string): DomainError {
  return invalid([{ pointer: '/idToken', detail }], 'id_token_invalid');
}
