import { Database } from '@pressroom/entities';
import { decodeCursor, isId, missing, newId, toPage, type Page } from '@pressroom/kernel';
import { Injectable } from '@nestjs/common';
import type { FoodLogPatch, FoodLogQuery, FoodLogView, NewFoodLog } from './food-log';
import {
  assignments,
  INSERT_MANY,
  insertParameters,
  SELECTED,
  viewOf,
  type FoodLogRow,
} from './food-log-columns';

/** A person's food diary. Every statement names the account besides the wall that the database keeps. */
@Injectable()
export class FoodLogs {
  constructor(private readonly database: Database) {}

  /** @param logs 1 to 1,000 parsed entries @returns them in the same order, all written or none */
  create(accountId: string, logs: readonly NewFoodLog[], source = 'api'): Promise<FoodLogView[]> {
    const ids = logs.map(() => newId());
    return this.database.inAccount(accountId, async (tx) => {
      const rows = await tx.query<FoodLogRow>(
        `${INSERT_MANY} RETURNING ${SELECTED}`,
        insertParameters(accountId, source, ids, logs),
      );
      const written = new Map(rows.map((row) => [row.id, row]));
      return ids.flatMap((id) => {
        const row = written.get(id);
        return row === undefined ? [] : [viewOf(row)];
      });
    });
  }

  /** Newest first by time of writing. @throws DomainError `invalid` for a foreign cursor */
  list(accountId: string, query: FoodLogQuery): Promise<Page<FoodLogView>> {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    return this.database.inAccount(accountId, async (tx) => {
      const rows = await tx.query<FoodLogRow>(
        `SELECT ${SELECTED} FROM food_logs
          WHERE account_id = $1
            AND ($2::date IS NULL OR logged_on >= $2) AND ($3::date IS NULL OR logged_on <= $3)
            AND ($4::text IS NULL OR category = $4)
            AND ($5::timestamptz IS NULL OR (created_at, id) < ($5, $6::uuid))
          ORDER BY created_at DESC, id DESC LIMIT $7`,
        [
          accountId,
          query.from ?? null,
          query.to ?? null,
          query.category ?? null,
          after?.at ?? null,
          after !== null && isId(after.id) ? after.id : null,
          query.limit + 1,
        ],
      );
      return toPage(rows, query.limit, (row) => ({ at: row.position, id: row.id }), viewOf);
    });
  }

  /** @throws DomainError `missing`, also for another account's entry */
  read(accountId: string, id: string): Promise<FoodLogView> {
    return this.one(accountId, id, `SELECT ${SELECTED} FROM food_logs WHERE account_id = $1 AND id = $2`);
  }

  /** @throws DomainError `missing` */
  change(accountId: string, id: string, patch: FoodLogPatch): Promise<FoodLogView> {
    const { sql, params } = assignments(patch, 3);
    return this.one(
      accountId,
      id,
      `UPDATE food_logs SET ${sql} WHERE account_id = $1 AND id = $2 RETURNING ${SELECTED}`,
      params,
    );
  }

  /** @throws DomainError `missing` */
  async remove(accountId: string, id: string): Promise<void> {
    await this.one(
      accountId,
      id,
      `DELETE FROM food_logs WHERE account_id = $1 AND id = $2 RETURNING ${SELECTED}`,
    );
  }

  private async one(
    accountId: string,
    id: string,
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<FoodLogView> {
    if (!isId(id)) throw missing('food log');
    const [row] = await this.database.inAccount(accountId, (tx) =>
      tx.query<FoodLogRow>(sql, [accountId, id, ...params]),
    );
    if (row === undefined) throw missing('food log');
    return viewOf(row);
  }
}
