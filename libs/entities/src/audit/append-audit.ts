import type { SystemSql, Tx } from '../database';

/** What the audit log tells, in the words of the OWASP logging vocabulary where it has one. */
export const AUDIT_EVENTS = [
  'user_created',
  'user_updated',
  'user_deleted',
  'consent_given',
  'consent_withdrawn',
  'authn_login_success',
  'authn_login_fail',
  'authn_login_lock',
  'authn_password_change',
  'authn_password_change_fail',
  'authn_token_reuse',
  'authn_token_revoked',
  'authn_key_created',
  'authn_key_revoked',
  'authz_fail',
  'authz_change',
  'operator_action',
  'sensitive_read',
  'upload_complete',
] as const;
export type AuditEventName = (typeof AUDIT_EVENTS)[number];

export interface AuditEntry {
  event: AuditEventName;
  /** Who did it; null when nobody is signed in. */
  actor: string | null;
  /** Whose data it concerns; null when everyone's or nobody's. */
  accountId: string | null;
  /** Ids and plain words only: no address, number, name, token or other personal data. */
  detail?: Readonly<Record<string, string | number | boolean | null>>;
}

const INSERT = 'INSERT INTO audit_log (event, actor, account_id, detail) VALUES ($1, $2, $3, $4)';

/**
 * Appends to the audit log; the database refuses to change or remove what was written.
 * @param through a transaction, to stand or fall with the change that the entry tells of, or the system's own door
 */
export async function appendAudit(through: Pick<Tx, 'query'> | SystemSql, entry: AuditEntry): Promise<void> {
  const params = [entry.event, entry.actor, entry.accountId, JSON.stringify(entry.detail ?? {})];
  if ('system' in through) await through.system(INSERT, params);
  else await through.query(INSERT, params);
}
