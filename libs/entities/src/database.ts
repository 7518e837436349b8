import { isId } from '@pressroom/kernel';
import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { asksForAnotherTry, databaseFault, sqlState } from './pg-faults';
import { queryOf, type Sql } from './prepared';
import { SuspectConnections } from './suspect-connections';

const MOST_TRIES = 4;

export interface Rows<Row> {
  rows: Row[];
  rowCount: number;
}

/** One transaction. Errors are pg's own (with SQLSTATE in `code`). */
export interface Tx {
  query<Row = unknown>(sql: Sql, params?: readonly unknown[]): Promise<Row[]>;
  /** TypeORM inside the same transaction: insert, update, delete and query builders; `save()` would open another one. */
  readonly manager: EntityManager;
}

/** Statements of the service itself: they see every account's rows. */
export interface SystemSql {
  /** One statement in one round trip. */
  system<Row = unknown>(sql: Sql, params?: readonly unknown[]): Promise<Rows<Row>>;
}

/** The door for a process that does nothing on behalf of a person. */
export class SystemDatabase implements SystemSql {
  private readonly suspects: SuspectConnections;

  constructor(private readonly pool: pg.Pool) {
    this.suspects = new SuspectConnections(pool);
  }

  async system<Row = unknown>(sql: Sql, params: readonly unknown[] = []): Promise<Rows<Row>> {
    const result = await tryAgain(() => this.pool.query(queryOf(sql, params))).catch((error: unknown) => {
      this.suspects.hear(error);
      throw error;
    });
    return { rows: result.rows as Row[], rowCount: result.rowCount ?? 0 };
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/**
 * The door to the rows. Everything on behalf of a person goes through `inAccount`, where row-level security shows
 * that account's rows only; work of the service itself goes through `inSystem` or, one statement long, `system`.
 * After a deadlock or a serialization failure the same work is done anew, so it must have no effect but its statements'.
 */
export class Database implements SystemSql {
  private readonly own: SystemDatabase;
  private readonly suspects: SuspectConnections;

  /** @param source initialized: its connections are watched from now on */
  constructor(
    readonly source: DataSource,
    systemPool: pg.Pool,
  ) {
    this.own = new SystemDatabase(systemPool);
    this.suspects = new SuspectConnections((source.driver as unknown as { master: pg.Pool }).master);
  }

  /** @param accountId a UUID: it is written into the statement, since SET takes no parameters */
  inAccount<Result>(accountId: string, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    if (!isId(accountId)) throw new TypeError('accountId must be a UUID');
    return tryAgain(() => this.transaction(`BEGIN; SET LOCAL app.account_id = '${accountId}'`, work));
  }

  inSystem<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return tryAgain(() => this.transaction(`BEGIN; SET LOCAL app.scope = 'system'`, work));
  }

  /** One statement of the service itself, in one round trip. */
  system<Row = unknown>(sql: Sql, params: readonly unknown[] = []): Promise<Rows<Row>> {
    return this.own.system<Row>(sql, params);
  }

  async close(): Promise<void> {
    await Promise.allSettled([
      this.source.isInitialized ? this.source.destroy() : undefined,
      this.own.close(),
    ]);
  }

  private async transaction<Result>(begin: string, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.PoolClient;
      try {
        await client.query(begin);
        const result = await work({
          manager: runner.manager,
          query: async <Row>(sql: Sql, params: readonly unknown[] = []) => {
            const answer = await client.query(queryOf(sql, params));
            return answer.rows as Row[];
          },
        });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        this.suspects.hear(error);
        await undo(client, error);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }
}

/** A broken connection cannot roll back: it is closed, and the server does it then. The pool replaces it. */
async function undo(client: pg.PoolClient, error: unknown): Promise<void> {
  const broken = sqlState(error) === null && databaseFault(error) === 'unavailable';
  const done = broken
    ? false
    : await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
  if (!done) client.connection.stream.destroy();
}

/** PostgreSQL undid everything: nothing is done twice. */
async function tryAgain<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = MOST_TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !asksForAnotherTry(error)) throw error;
      await sleep(Math.random() * 50);
    }
  }
}
