import { type Database, type Tx } from '@pressroom/entities';
import { DomainError, missing } from '@pressroom/kernel';
import { createHash } from 'node:crypto';
import { type ImportView, type UploadedFile, VIEW_COLUMNS } from './import-rows';

export interface ImportOrder {
  /** Made before the upload: its files lie in its folder. */
  id: string;
  accountId: string;
  /** Kinds that the files may be of. */
  kinds: readonly string[];
  options: Readonly<Record<string, string>>;
  files: readonly UploadedFile[];
  traceparent: string | null;
}

export interface DeskLimits {
  /** Unfinished imports that an account may have. */
  openQuota: number;
  maxAttempts: number;
}

/** The api's side of an import's life. */
export class Imports {
  constructor(
    private readonly database: Database,
    private readonly limits: DeskLimits,
  ) {}

  /**
   * Inserts the import and commits; the caller rings afterwards.
   * @param repeatKey the request's Idempotency-Key: the same key and files get the first import again
   * @param within written in the same transaction, when the import is a new one
   * @returns `replayed`: the files of this request are nobody's
   * @throws DomainError `limited`, `invalid` (the key came with something else), `conflict` (the first is in flight)
   */
  accept(
    order: ImportOrder,
    repeatKey?: string,
    within?: (tx: Tx) => Promise<void>,
  ): Promise<{ view: ImportView; replayed: boolean }> {
    return this.database.inAccount(order.accountId, async (tx) => {
      if (repeatKey === undefined) {
        const view = await this.insert(tx, order);
        await within?.(tx);
        return { view, replayed: false };
      }
      const known = await this.firstAnswer(tx, order, repeatKey);
      if (known !== null) return { view: await this.find(tx, order.accountId, known), replayed: true };
      const view = await this.insert(tx, order);
      await tx.query(
        `INSERT INTO idempotency_keys (account_id, key, request_hash, answer) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, key) DO UPDATE
           SET request_hash = excluded.request_hash, answer = excluded.answer, created_at = app_now()`,
        [order.accountId, repeatKey, requestHash(order), JSON.stringify({ importId: order.id })],
      );
      await within?.(tx);
      return { view, replayed: false };
    });
  }

  /**
   * @param kinds when only imports of these kinds are meant
   * @throws DomainError `missing`, also for another account's import
   */
  read(accountId: string, id: string, kinds: readonly string[] | null = null): Promise<ImportView> {
    return this.database.inAccount(accountId, (tx) => this.find(tx, accountId, id, kinds));
  }

  /** For whoever holds a signed link; null when there is no such import. */
  async byLink(id: string): Promise<ImportView | null> {
    const { rows } = await this.database.system<ImportView>(
      `SELECT ${VIEW_COLUMNS} FROM imports i WHERE i.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  private async find(
    tx: Tx,
    accountId: string,
    id: string,
    kinds: readonly string[] | null = null,
  ): Promise<ImportView> {
    const [view] = await tx.query<ImportView>(
      `SELECT ${VIEW_COLUMNS} FROM imports i WHERE i.id = $1 AND i.account_id = $2 AND ($3::text[] IS NULL OR i.kinds && $3)`,
      [id, accountId, kinds],
    );
    if (view === undefined) throw missing('import');
    return view;
  }

  private async insert(tx: Tx, order: ImportOrder): Promise<ImportView> {
    // One account's requests one after the other: the quota is exact.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 4))`, [order.accountId]);
    const [view] = await tx.query<ImportView>(
      `INSERT INTO imports AS i (id, account_id, kinds, options, files, max_attempts, traceparent, rung_at, dispatch_no)
       SELECT $1, $2, $3, $4, $5, $6, $7, app_now(), 1
        WHERE $8 > (SELECT count(*) FROM imports WHERE account_id = $2 AND status IN ('PENDING', 'RUNNING'))
       RETURNING ${VIEW_COLUMNS}`,
      [
        order.id,
        order.accountId,
        order.kinds,
        order.options,
        JSON.stringify(order.files),
        this.limits.maxAttempts,
        order.traceparent,
        this.limits.openQuota,
      ],
    );
    if (view !== undefined) return view;
    throw new DomainError('limited', 'too_many_imports', {
      detail: `this account has ${this.limits.openQuota} unfinished imports`,
      retryAfterSeconds: 10,
    });
  }

  private async firstAnswer(tx: Tx, order: ImportOrder, key: string): Promise<string | null> {
    const [lock] = await tx.query<{ free: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 1)) AS free`,
      [`${order.accountId} ${key}`],
    );
    if (lock?.free !== true) {
      throw new DomainError('conflict', 'request_in_flight', {
        detail: 'the first request with this Idempotency-Key has not been answered yet',
        retryAfterSeconds: 1,
      });
    }
    const [known] = await tx.query<{ hash: Buffer; importId: string | null }>(
      `SELECT request_hash AS hash, answer->>'importId' AS "importId" FROM idempotency_keys
        WHERE account_id = $1 AND key = $2 AND created_at > app_now() - interval '24 hours'`,
      [order.accountId, key],
    );
    if (known === undefined) return null;
    if (known.importId !== null && known.hash.equals(requestHash(order))) return known.importId;
    throw new DomainError('invalid', 'idempotency_key_reused', {
      detail: 'this Idempotency-Key came with another request before',
      flaws: [
        {
          pointer: 'header:Idempotency-Key',
          detail: 'was used for a different request in the last 24 hours',
        },
      ],
    });
  }
}

function requestHash({ kinds, options, files }: ImportOrder): Buffer {
  const request = [kinds, Object.entries(options).sort(), files.map(({ name, sha256 }) => [name, sha256])];
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
