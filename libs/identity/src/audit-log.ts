import type { Database, Tx } from '@pressroom/entities';

/** What the audit log tells of identity, in the words of the OWASP logging vocabulary. */
export type IdentityEvent =
  | 'user_created'
  | 'user_updated'
  | 'authn_login_success'
  | 'authn_login_fail'
  | 'authn_login_lock'
  | 'authn_password_change'
  | 'authn_password_change_fail'
  | 'authn_token_reuse'
  | 'authn_token_revoked'
  | 'authn_key_created'
  | 'authn_key_revoked'
  | 'authz_fail'
  | 'authz_change'
  | 'operator_action';

export interface AuditEntry {
  event: IdentityEvent;
  /** Who did it; null when nobody is signed in. */
  actor: string | null;
  /** Whose data it concerns. */
  accountId: string | null;
  /** Ids and plain words only: no address, number, token or other personal data. */
  detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Appends to the audit log. The database refuses to change or remove what was written. */
export class AuditLog {
  constructor(private readonly database: Database) {}

  /** @param tx to stand or fall with the change that the entry tells of */
  async write(entry: AuditEntry, tx?: Tx): Promise<void> {
    const sql = 'INSERT INTO audit_log (event, actor, account_id, detail) VALUES ($1, $2, $3, $4)';
    const params = [entry.event, entry.actor, entry.accountId, JSON.stringify(entry.detail ?? {})];
    if (tx) await tx.query(sql, params);
    else await this.database.system(sql, params);
  }
}
