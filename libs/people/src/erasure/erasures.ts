import { appendAudit, type Database, type SystemSql, type Tx } from '@pressroom/entities';
import { missing, newId } from '@pressroom/kernel';
import { createHash } from 'node:crypto';

/** An erasure as whoever asked for it may see it. */
export interface ErasureView {
  id: string;
  requestedAt: Date;
  completedAt: Date | null;
  /** Compact JWS, once it is done. */
  certificate: string | null;
}

const VIEW = `id, requested_at AS "requestedAt", completed_at AS "completedAt", certificate`;

/** What stays of an account's id: good for knowing it again, not for finding it. */
export function subjectHash(accountId: string): Buffer {
  return createHash('sha256').update(`pressroom account ${accountId}`).digest();
}

/** The api's side of an erasure. */
export class Erasures {
  constructor(private readonly database: Database) {}

  /**
   * Closes the account and asks for its erasure, in one transaction: from its commit on nobody signs in, no session,
   * key or link of the account works, and its address is free. A second request changes nothing and gets the first.
   * @throws DomainError `missing` when there is no such account and never was an erasure of it
   */
  request(accountId: string): Promise<ErasureView> {
    return this.database.inSystem(async (tx) => {
      await forgetCodes(tx, accountId);
      const [closed] = await tx.query(
        `UPDATE accounts SET deleted_at = app_now(), updated_at = app_now(), download_epoch = download_epoch + 1,
            email = NULL, phone = NULL, name = NULL, password_hash = NULL
          WHERE id = $1 AND deleted_at IS NULL RETURNING id`,
        [accountId],
      );
      if (closed === undefined) return this.known(tx, accountId);
      await tx.query(`UPDATE sessions SET ended_at = app_now() WHERE account_id = $1 AND ended_at IS NULL`, [
        accountId,
      ]);
      await tx.query(
        `UPDATE api_keys SET revoked_at = app_now() WHERE account_id = $1 AND revoked_at IS NULL`,
        [accountId],
      );
      await appendAudit(tx, { event: 'user_deleted', actor: accountId, accountId });
      const [view] = await tx.query<ErasureView>(
        `INSERT INTO erasures (id, subject, subject_hash) VALUES ($1, $2, $3) RETURNING ${VIEW}`,
        [newId(), accountId, subjectHash(accountId)],
      );
      if (view === undefined) throw missing('erasure');
      return view;
    });
  }

  /** Whether a live session of the account began so short a time ago that it proves who asks. */
  async signedInWithin(accountId: string, sessionId: string, seconds: number): Promise<boolean> {
    const { rowCount } = await this.database.system(
      `SELECT 1 FROM sessions WHERE id = $1 AND account_id = $2 AND ended_at IS NULL
          AND created_at > app_now() - make_interval(secs => $3)`,
      [sessionId, accountId, seconds],
    );
    return rowCount === 1;
  }

  /** Null when the account was never asked to be erased. */
  async of(accountId: string): Promise<ErasureView | null> {
    const { rows } = await this.database.system<ErasureView>(
      `SELECT ${VIEW} FROM erasures WHERE subject_hash = $1`,
      [subjectHash(accountId)],
    );
    return rows[0] ?? null;
  }

  /** @throws DomainError `missing` */
  async byId(id: string): Promise<ErasureView> {
    const { rows } = await this.database.system<ErasureView>(`SELECT ${VIEW} FROM erasures WHERE id = $1`, [
      id,
    ]);
    const view = rows[0];
    if (view === undefined) throw missing('erasure');
    return view;
  }

  private async known(tx: Tx, accountId: string): Promise<ErasureView> {
    const [view] = await tx.query<ErasureView>(`SELECT ${VIEW} FROM erasures WHERE subject_hash = $1`, [
      subjectHash(accountId),
    ]);
    if (view === undefined) throw missing('account');
    return view;
  }
}

/** Codes under way to the account's number, which belong to no account: none of them goes out, and the number is forgotten. */
async function forgetCodes(tx: Tx, accountId: string): Promise<void> {
  await tx.query(
    `UPDATE phone_challenges SET superseded_at = app_now(), phone = NULL
      WHERE purpose = 'sign-in'
        AND phone = (SELECT phone FROM accounts WHERE id = $1 AND deleted_at IS NULL FOR UPDATE)`,
    [accountId],
  );
}

/** Accounts that were erased once and are there again, as after a backup was put back: to be erased once more. */
export async function reopenReturned(sql: SystemSql): Promise<number> {
  const { rowCount } = await sql.system(
    `WITH back AS (
       SELECT a.id, e.id AS erasure FROM accounts a
         JOIN erasures e ON e.subject_hash = sha256(convert_to('pressroom account ' || a.id::text, 'UTF8'))
        WHERE e.step = 'done'),
     closed AS (
       UPDATE accounts a SET deleted_at = coalesce(a.deleted_at, app_now()), email = NULL, phone = NULL, name = NULL,
           password_hash = NULL, download_epoch = a.download_epoch + 1
         FROM back WHERE a.id = back.id)
     UPDATE erasures e SET step = 'stop', subject = back.id, completed_at = NULL, certificate = NULL, counts = '{}',
         requested_at = app_now(), not_before = app_now()
       FROM back WHERE e.id = back.erasure`,
  );
  return rowCount;
}
