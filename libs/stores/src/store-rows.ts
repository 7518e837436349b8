import { Database, type Tx } from '@pressroom/entities';
import { invalid, missing } from '@pressroom/kernel';
import { Injectable } from '@nestjs/common';
import { hoursTable } from './hours-table';
import { pollTable } from './poll-table';
import { zoneTable } from './zone-table';
import type { RowPage, RowTable, StoreRow } from './row-table';

export const STORE_TABLES = ['store_status', 'business_hours', 'timezones'] as const;
export type StoreTableName = (typeof STORE_TABLES)[number];

const TABLES: Readonly<Record<StoreTableName, RowTable>> = {
  store_status: pollTable,
  business_hours: hoursTable,
  timezones: zoneTable,
};

/** What `clear` removed. */
export type Cleared = Record<StoreTableName, number>;

/** Removing millions of rows takes longer than a statement usually may. */
const CLEAR_MS = 60_000;

/** Single rows of an account's stores, besides imports. */
@Injectable()
export class StoreRows {
  constructor(private readonly database: Database) {}

  /** In the order of the stores' first naming. @throws DomainError `invalid` for a foreign cursor */
  list(
    accountId: string,
    table: StoreTableName,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<RowPage> {
    const after = page.cursor === undefined ? null : cursorOf(page.cursor, table);
    return this.database.inAccount(accountId, async (tx) => {
      const rows = await TABLES[table].list(tx, accountId, after, page.limit + 1);
      const shown = rows.slice(0, page.limit);
      const last = shown.at(-1);
      return {
        data: shown.map(({ row }) => row),
        nextCursor:
          rows.length > page.limit && last !== undefined
            ? Buffer.from(JSON.stringify(last.position)).toString('base64url')
            : null,
      };
    });
  }

  /**
   * Writes a row: `whole` makes it when it is not there, otherwise only what is named changes.
   * @throws DomainError `invalid` for wrong values, `missing` for a key that names nothing
   */
  write(
    accountId: string,
    table: StoreTableName,
    { key, values, whole }: { key: string; values: Readonly<Record<string, unknown>>; whole: boolean },
  ): Promise<StoreRow> {
    return this.database.inAccount(accountId, async (tx) => {
      const row = await TABLES[table].write(tx, accountId, key, { values, whole });
      if (row === null) throw missing('row');
      return row;
    });
  }

  /** @throws DomainError `missing` */
  async remove(accountId: string, table: StoreTableName, key: string): Promise<void> {
    const removed = await this.database.inAccount(accountId, (tx) =>
      TABLES[table].remove(tx, accountId, key),
    );
    if (!removed) throw missing('row');
  }

  /** Removes everything that the account has of stores, at once. */
  clear(accountId: string): Promise<Cleared> {
    return this.database.inAccount(accountId, async (tx) => {
      await tx.query(`SET LOCAL statement_timeout = ${CLEAR_MS}`);
      // Imports under way end first, or begin after.
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 5))', [accountId]);
      const cleared = {
        store_status: await count(tx, 'DELETE FROM store_polls WHERE account_id = $1', accountId),
        business_hours: await count(tx, 'DELETE FROM store_hours WHERE account_id = $1', accountId),
        timezones: await count(
          tx,
          'SELECT FROM stores WHERE account_id = $1 AND time_zone IS NOT NULL',
          accountId,
        ),
      };
      await tx.query('DELETE FROM stores WHERE account_id = $1', [accountId]);
      return cleared;
    });
  }
}

async function count(tx: Tx, statement: string, accountId: string): Promise<number> {
  const rows = statement.startsWith('DELETE')
    ? `WITH gone AS (${statement} RETURNING 1) SELECT count(*)::int AS n FROM gone`
    : `SELECT count(*)::int AS n FROM (${statement}) AS found`;
  const [row] = await tx.query<{ n: number }>(rows, [accountId]);
  return row?.n ?? 0;
}

const [SMALLINT, INTEGER] = [32_767, 2_147_483_647];

/** How far each part of a position reaches: what its column can not hold is in no cursor of ours. */
const REACH: Readonly<Record<StoreTableName, readonly number[]>> = {
  store_status: [INTEGER, Number.MAX_SAFE_INTEGER],
  business_hours: [INTEGER, SMALLINT, INTEGER, INTEGER],
  timezones: [INTEGER],
};

function cursorOf(text: string, table: StoreTableName): number[] {
  const reach = REACH[table];
  try {
    const position: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (
      Array.isArray(position) &&
      position.length === reach.length &&
      position.every((part, at) => Number.isSafeInteger(part) && Math.abs(Number(part)) <= (reach[at] ?? 0))
    )
      return position as number[];
  } catch {
    // falls through to the same answer as any other text that is no cursor
  }
  throw invalid([{ pointer: 'query:cursor', detail: 'is not a cursor of this list' }]);
}
