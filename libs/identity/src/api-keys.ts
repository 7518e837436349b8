import type { Database, Tx } from '@pressroom/entities';
import { type Cursor, DomainError, isId, missing, newId, type Page, toPage } from '@pressroom/kernel';
import { createHash, randomBytes } from 'node:crypto';
import type { Role } from './accounts';
import type { AuditLog } from './audit-log';

/** Live keys that one account may have. */
export const MOST_KEYS = 20;
const SHAPE = /^prk_[A-Za-z0-9_-]{43}$/;
const HINT_LENGTH = 8;

export interface NewApiKey {
  /** 1 to 100 characters: what it is for. */
  name: string;
  /** Not empty; words of the doors, which this room does not read. */
  scopes: readonly string[];
  /** Null: until it is revoked. */
  expiresAt: Date | null;
}

/** A key as its owner sees it again: never the key itself. */
export interface ApiKeyFacts {
  readonly id: string;
  readonly name: string;
  /** How the key begins. */
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
}

/** Who a key speaks for, and for what. */
export interface KeyGrant {
  readonly keyId: string;
  readonly accountId: string;
  /** The account's role now. */
  readonly role: Role;
  readonly scopes: readonly string[];
}

const FACTS = `id, name, hint, scopes, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"`;
const LIVE = 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > app_now())';

/** Keys of programs: 256 random bits behind a prefix by which secret scanners know them. */
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @returns the key, shown this once: only its SHA-256 is kept
   * @throws DomainError `conflict` `too_many_keys`
   */
  create(accountId: string, { name, scopes, expiresAt }: NewApiKey): Promise<ApiKeyFacts & { key: string }> {
    const key = `prk_${randomBytes(32).toString('base64url')}`;
    return this.database.inAccount(accountId, async (tx) => {
      await this.refuseMore(tx, accountId);
      const [facts] = await tx.query<ApiKeyFacts>(
        `INSERT INTO api_keys (id, account_id, name, hint, key_hash, scopes, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${FACTS}`,
        [newId(), accountId, name, key.slice(0, HINT_LENGTH), hashOf(key), [...scopes], expiresAt],
      );
      if (facts === undefined) throw missing('account');
      const detail = { key: facts.id, scopes: scopes.join(' ') };
      await this.audit.write({ event: 'authn_key_created', actor: accountId, accountId, detail }, tx);
      return { ...facts, key };
    });
  }

  /** Live keys, newest first. */
  list(accountId: string, limit: number, cursor?: Cursor): Promise<Page<ApiKeyFacts>> {
    if (cursor && !isId(cursor.id)) return Promise.resolve({ data: [], nextCursor: null });
    return this.database.inAccount(accountId, async (tx) => {
      const rows = await tx.query<ApiKeyFacts>(
        `SELECT ${FACTS} FROM api_keys WHERE account_id = $1 AND ${LIVE} AND ($3::uuid IS NULL OR id < $3)
         ORDER BY id DESC LIMIT $2`,
        [accountId, limit + 1, cursor?.id ?? null],
      );
      return toPage(
        rows,
        limit,
        ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }),
        (row) => row,
      );
    });
  }

  /** @throws DomainError `missing`, for another account's too */
  revoke(accountId: string, id: string): Promise<void> {
    return this.database.inAccount(accountId, async (tx) => {
      const rows = await tx.query(
        `UPDATE api_keys SET revoked_at = app_now() WHERE id = $1 AND account_id = $2 AND ${LIVE} RETURNING id`,
        [id, accountId],
      );
      if (rows.length === 0) throw missing('API key');
      await this.audit.write(
        { event: 'authn_key_revoked', actor: accountId, accountId, detail: { key: id } },
        tx,
      );
    });
  }

  /**
   * Who a key speaks for, asked at every request: a revoked key is dead at once. Notes the use, to the minute.
   * @returns null for a key that is unknown, revoked, over, or of an account that is gone
   */
  async grant(key: string): Promise<KeyGrant | null> {
    if (!SHAPE.test(key)) return null;
    const { rows } = await this.database.system<KeyGrant>(
      `WITH known AS (
         SELECT k.id, k.account_id, k.scopes, a.role, k.last_used_at FROM api_keys k JOIN accounts a ON a.id = k.account_id
         WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > app_now())
           AND a.deleted_at IS NULL),
       used AS (
         UPDATE api_keys SET last_used_at = app_now() FROM known
         WHERE api_keys.id = known.id AND (known.last_used_at IS NULL OR known.last_used_at < app_now() - interval '1 minute'))
       SELECT id AS "keyId", account_id AS "accountId", role, scopes FROM known`,
      [hashOf(key)],
    );
    return rows[0] ?? null;
  }

  private async refuseMore(tx: Tx, accountId: string): Promise<void> {
    // The lock makes the count exact under parallel requests.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [accountId]);
    const [live] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM api_keys WHERE account_id = $1 AND ${LIVE}`,
      [accountId],
    );
    if ((live?.count ?? 0) >= MOST_KEYS) {
      throw new DomainError('conflict', 'too_many_keys', {
        detail: `an account has at most ${MOST_KEYS} live keys; revoke one first`,
      });
    }
  }
}

/** No salt: 256 random bits need none. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
