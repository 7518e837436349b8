import { type Database, sqlState, type Tx } from '@pressroom/entities';
import { DomainError, type Flaw, invalid, missing, newId, textFault } from '@pressroom/kernel';
import type { AuditLog } from './audit-log';
import { NO_EMAIL, normaliseEmail, requireEmail } from './email';
import { passwordFlaw, type Passwords } from './passwords';

export type Role = 'member' | 'operator';

/** What the rest of the house may know of an account. */
export interface AccountFacts {
  readonly id: string;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly name: string | null;
  readonly role: Role;
  readonly createdAt: Date;
}

export interface NewAccount {
  email: string;
  password: string;
  name?: string | null;
}

/** Columns of AccountFacts under its names. */
export const FACTS = 'id, email, phone, name, role, created_at AS "createdAt"';
const NAME_LENGTH = 100;

export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError `invalid` naming every flaw; `conflict` `email_taken` */
  async signUp(input: NewAccount): Promise<AccountFacts> {
    const email = normaliseEmail(input.email);
    const name = nameFrom(input.name);
    const others = [passwordFlaw(input.password, email ?? ''), name.flaw].filter((flaw) => flaw !== null);
    if (email === null) throw invalid([NO_EMAIL, ...others]);
    if (others.length > 0) throw invalid(others);
    const passwordHash = await this.passwords.hash(input.password);
    return this.database.inSystem(async (tx) => {
      const account = await insert(tx, { email, name: name.value, role: 'member', passwordHash });
      if (account === null)
        throw new DomainError('conflict', 'email_taken', { detail: 'an account with this e-mail exists' });
      await this.audit.write({ event: 'user_created', actor: account.id, accountId: account.id }, tx);
      return account;
    });
  }

  /** Null when there is none or it was erased. */
  async byId(id: string): Promise<AccountFacts | null> {
    const { rows } = await this.database.system<AccountFacts>(
      `SELECT ${FACTS} FROM accounts WHERE id = $1 AND deleted_at IS NULL`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** @param email normalised. Null when there is none; `passwordHash` is null for an account without a password */
  async credentials(email: string): Promise<{ account: AccountFacts; passwordHash: string | null } | null> {
    const { rows } = await this.database.system<AccountFacts & { passwordHash: string | null }>(
      `SELECT ${FACTS}, password_hash AS "passwordHash" FROM accounts WHERE email = $1 AND deleted_at IS NULL`,
      [email],
    );
    const row = rows[0];
    if (row === undefined) return null;
    const { passwordHash, ...account } = row;
    return { account, passwordHash };
  }

  /** Replaces a hash that was made with older parameters, unless the password changed meanwhile. */
  async replaceHash(id: string, old: string, fresh: string): Promise<void> {
    await this.database.system(
      'UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2',
      [id, old, fresh],
    );
  }

  /** @throws DomainError `invalid` at `/name`; `missing` for an unknown or erased account */
  async rename(id: string, name: string | null): Promise<AccountFacts> {
    const { value, flaw } = nameFrom(name);
    if (flaw) throw invalid([flaw]);
    const { rows } = await this.database.system<AccountFacts>(
      `UPDATE accounts SET name = $2, updated_at = app_now() WHERE id = $1 AND deleted_at IS NULL RETURNING ${FACTS}`,
      [id, value],
    );
    const account = rows[0];
    if (account === undefined) throw missing('account');
    await this.audit.write({ event: 'user_updated', actor: id, accountId: id, detail: { field: 'name' } });
    return account;
  }

  /**
   * Makes the operator of this address. One that is an operator already stays as it is, its password too; a member of
   * the same address becomes an operator *with the given password* and loses its sessions, for whoever signed up under
   * this address need not be who it belongs to.
   * @returns whether anything was changed
   * @throws DomainError `invalid`
   */
  async ensureOperator(
    emailText: string,
    password: string,
  ): Promise<{ account: AccountFacts; changed: boolean }> {
    const email = requireEmail(emailText);
    const known = await this.credentials(email);
    if (known?.account.role === 'operator') return { account: known.account, changed: false };
    const flaw = passwordFlaw(password, email);
    if (flaw) throw invalid([flaw]);
    const passwordHash = await this.passwords.hash(password);
    const account = await this.database.inSystem(async (tx) => {
      const made =
        (await insert(tx, { email, name: null, role: 'operator', passwordHash })) ??
        (await promote(tx, email, passwordHash));
      const id = made.id;
      await this.audit.write(
        { event: 'authz_change', actor: null, accountId: id, detail: { role: 'operator' } },
        tx,
      );
      return made;
    });
    return { account, changed: true };
  }
}

interface Insertion {
  email: string;
  name: string | null;
  role: Role;
  passwordHash: string;
}

/** Null when the address is taken. */
async function insert(tx: Tx, { email, name, role, passwordHash }: Insertion): Promise<AccountFacts | null> {
  try {
    const [account] = await tx.query<AccountFacts>(
      `INSERT INTO accounts (id, email, name, role, password_hash) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (email) DO NOTHING RETURNING ${FACTS}`,
      [newId(), email, name, role, passwordHash],
    );
    return account ?? null;
  } catch (error) {
    // PostgreSQL knows a lower case of some letter that this runtime does not: nobody has such an address.
    if (sqlState(error) === '23514')
      throw invalid([{ pointer: '/email', detail: 'is not an e-mail address' }]);
    throw error;
  }
}

async function promote(tx: Tx, email: string, passwordHash: string): Promise<AccountFacts> {
  const [account] = await tx.query<AccountFacts>(
    `UPDATE accounts SET role = 'operator', password_hash = $2, updated_at = app_now(),
       download_epoch = download_epoch + 1
     WHERE email = $1 AND deleted_at IS NULL RETURNING ${FACTS}`,
    [email, passwordHash],
  );
  if (account === undefined)
    throw new DomainError('conflict', 'email_taken', {
      detail: 'this address belonged to an erased account',
    });
  await tx.query('UPDATE sessions SET ended_at = app_now() WHERE account_id = $1 AND ended_at IS NULL', [
    account.id,
  ]);
  return account;
}

/** Trimmed and NFC; a blank name is none. */
function nameFrom(text: string | null | undefined): { value: string | null; flaw: Flaw | null } {
  const value = text?.trim().normalize('NFC') ?? '';
  const wrong = (detail: string) => ({ value: null, flaw: { pointer: '/name', detail } });
  const fault = textFault(value);
  if (fault !== null) return wrong(fault);
  if (/\p{Cc}/u.test(value)) return wrong('contains a control character');
  if (Array.from(value).length > NAME_LENGTH) return wrong(`must have at most ${NAME_LENGTH} characters`);
  return { value: value === '' ? null : value, flaw: null };
}
