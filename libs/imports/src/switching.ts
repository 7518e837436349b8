import { DomainError, isId } from '@pressroom/kernel';
import type pg from 'pg';
import type { ImportClaim } from './import-rows';
import type { ImportFile } from './read-file';
import { type FileReceipt, paceOf } from './receipt';
import type { StagingTable } from './staging-table';

/** A file whose rows lie in their staging table. */
export interface Staged {
  file: ImportFile;
  table: StagingTable;
  receipt: FileReceipt;
}

/** For the sorts and hashes of a switch, which see every row of a file; PostgreSQL's usual 4 MB would send them to the disk. */
const SORT_MEMORY = '160MB';

/** The domain's statements run as the account, whatever the connection may see. */
export function opening(accountId: string, limitMs: number): string {
  if (!isId(accountId)) throw new TypeError('accountId must be a UUID');
  const limit = Math.max(1, Math.floor(limitMs));
  return `BEGIN; SET LOCAL app.scope = ''; SET LOCAL app.account_id = '${accountId}'; SET LOCAL statement_timeout = ${limit};
    SET LOCAL lock_timeout = ${limit}; SET LOCAL idle_in_transaction_session_timeout = 60000;
    SET LOCAL work_mem = '${SORT_MEMORY}'`;
}

/** One switch of a kind and account at a time; in one order, so that two imports never wait for each other. */
export async function lockKinds(
  client: pg.PoolClient,
  accountId: string,
  staged: readonly Staged[],
): Promise<void> {
  for (const kind of [...new Set(staged.map(({ file }) => file.plan.kind.name))].sort()) {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 3))', [`${accountId} ${kind}`]);
  }
}

/** @throws DomainError `invalid` as the kind says; `role_required` */
export async function apply(
  client: pg.PoolClient,
  claim: ImportClaim,
  { file, table, receipt }: Staged,
): Promise<FileReceipt> {
  const began = performance.now();
  const { kind } = file.plan;
  if (kind.reach === 'everyone') await reachEveryone(client, claim.accountId);
  const sql = {
    query: async <Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> =>
      (await client.query(text, [...params])).rows as Row[],
    write: async (text: string, params: readonly unknown[] = []): Promise<number> =>
      (await client.query(text, [...params])).rowCount ?? 0,
  };
  const applied = await kind.apply(sql, {
    staging: table.name,
    accountId: claim.accountId,
    importId: claim.id,
    rows: table.rows,
    present: file.present,
    options: claim.options,
  });
  if (kind.reach === 'everyone') await client.query(`SET LOCAL app.scope = ''`);
  receipt.rowsKept = applied.kept;
  receipt.rowsKnown = applied.known;
  receipt.notes.push(...(applied.notes ?? []));
  Object.assign(receipt, paceOf(receipt.rowsRead, receipt.seconds + (performance.now() - began) / 1000));
  return receipt;
}

/** Asked again here: between the request and its import an operator may have become a member. */
async function reachEveryone(client: pg.PoolClient, accountId: string): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM accounts WHERE id = $1 AND role = 'operator' AND deleted_at IS NULL`,
    [accountId],
  );
  if (rowCount !== 1) {
    throw new DomainError('invalid', 'role_required', {
      detail: 'only an operator may import rows of other people',
    });
  }
  await client.query(`SET LOCAL app.scope = 'system'`);
}
