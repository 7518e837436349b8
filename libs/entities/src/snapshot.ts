import { isId } from '@pressroom/kernel';
import type pg from 'pg';
import Cursor from 'pg-cursor';
import { queryOf, type Sql } from './prepared';

/** Reading at one instant: what a report's summaries and its raw rows say agrees, whatever is written meanwhile. */
export interface Snapshot {
  query<Row = Record<string, unknown>>(sql: Sql, params?: readonly unknown[]): Promise<Row[]>;
  /** Server-side cursor: batches of at most `size` rows, each an array in column order. Memory holds one batch. */
  cursor(sql: string, params: readonly unknown[], size: number): AsyncIterable<unknown[][]>;
}

export interface SnapshotOptions {
  /** Whose rows: an account's, or everyone's. */
  scope: { accountId: string } | 'system';
  /** Milliseconds until the server ends any statement of this snapshot. */
  timeoutMs: number;
  /** Told the server process of this snapshot's connection, so that somebody else can cancel its query. */
  onBackend?: (pid: number) => void;
}

/**
 * Runs `work` in one REPEATABLE READ READ ONLY transaction on a pooled connection, which begins at the first reading:
 * work that reads nothing costs the database nothing.
 * After a failure the connection is thrown away: a cursor may still be open on it.
 */
export async function inSnapshot<Result>(
  pool: pg.Pool,
  options: SnapshotOptions,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const reading = new ReadTransaction(pool, options);
  try {
    const result = await work(snapshotOn(reading));
    await reading.commit();
    return result;
  } catch (error) {
    await reading.abandon(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

class ReadTransaction {
  private begun: Promise<pg.PoolClient> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: SnapshotOptions,
  ) {}

  client(): Promise<pg.PoolClient> {
    this.begun ??= this.begin();
    return this.begun;
  }

  async commit(): Promise<void> {
    const client = await this.begun;
    if (client === undefined) return;
    await client.query('COMMIT');
    client.release();
  }

  async abandon(failure: Error): Promise<void> {
    // A transaction that could not begin has given its connection away itself.
    const client = await this.begun?.catch(() => undefined);
    client?.release(failure);
  }

  private async begin(): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    try {
      this.options.onBackend?.(backendOf(client));
      await client.query(opening(this.options));
      return client;
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  }
}

/** The process id that the server named when the connection began; 0 when the driver does not tell it. */
function backendOf(client: pg.PoolClient): number {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : 0;
}

function opening({ scope, timeoutMs }: SnapshotOptions): string {
  if (scope !== 'system' && !isId(scope.accountId)) throw new TypeError('accountId must be a UUID');
  const wall = scope === 'system' ? `app.scope = 'system'` : `app.account_id = '${scope.accountId}'`;
  const limit = Math.max(1, Math.floor(timeoutMs));
  return `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL ${wall}; SET LOCAL statement_timeout = ${limit};
    SET LOCAL idle_in_transaction_session_timeout = ${limit + 5000}`;
}

function snapshotOn(reading: ReadTransaction): Snapshot {
  return {
    async query<Row>(sql: Sql, params: readonly unknown[] = []) {
      const client = await reading.client();
      const answer = await client.query(queryOf(sql, params));
      return answer.rows as Row[];
    },
    async *cursor(sql: string, params: readonly unknown[], size: number) {
      const client = await reading.client();
      const cursor = client.query(new Cursor<unknown[]>(sql, [...params], { rowMode: 'array' }));
      try {
        for (;;) {
          const rows = await cursor.read(size);
          if (rows.length === 0) return;
          yield rows;
          if (rows.length < size) return;
        }
      } finally {
        await cursor.close();
      }
    },
  };
}
