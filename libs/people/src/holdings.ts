import { type HeldColumn, OWNED_TABLES, type OwnedTable, type Snapshot } from '@pressroom/entities';

/** Rows that are read at once. */
const BATCH = 1000;

/** One category of what is held about a person: a table, also one without rows. */
export interface Holding {
  /** Letters, digits and `_`. */
  key: string;
  title: string;
  /** What is personal about it. */
  about: string;
  columns: readonly { key: string; kind: 'text' | 'number' | 'boolean' }[];
  /** What the person does not get of it, and why. */
  withheld: Readonly<Record<string, string>>;
  rows: AsyncIterable<readonly (readonly (string | number | boolean | null)[])[]>;
}

/** Everything held about a person, read within one snapshot. Knows tables by what the entities say of them alone. */
export class PgHoldingsReader {
  constructor(private readonly snapshot: Snapshot) {}

  /** Every category, in the order of the person's interest: who they are first. Rows are read when they are asked for. */
  holdings(accountId: string): Holding[] {
    return [...OWNED_TABLES].reverse().map((table) => this.holding(table, accountId));
  }

  private holding(table: OwnedTable, accountId: string): Holding {
    return {
      key: table.table,
      title: table.title,
      about: table.about,
      columns: table.columns.map(({ key, kind }) => ({
        key,
        kind: kind === 'number' || kind === 'boolean' ? kind : 'text',
      })),
      withheld: table.withheld,
      rows: this.rows(table, accountId),
    };
  }

  private async *rows(table: OwnedTable, accountId: string): Holding['rows'] {
    const list = table.columns.map(expression).join(', ');
    const sql = `SELECT ${list} FROM ${table.table} WHERE ${table.owner} = $1 ORDER BY ${table.order}`;
    for await (const batch of this.snapshot.cursor(sql, [accountId], BATCH))
      yield batch as (string | number | boolean | null)[][];
  }
}

/** Times with all their microseconds, structures as JSON, the rest as it is: nothing is rounded on its way out. */
function expression({ key, kind, sql = key }: HeldColumn): string {
  switch (kind) {
    case 'instant':
      return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ${key}`;
    case 'json':
      return `(CASE WHEN ${sql} IS NULL THEN NULL ELSE to_json(${sql}) END)::text AS ${key}`;
    case 'text':
      return `${sql}::text AS ${key}`;
    case 'number':
    case 'boolean':
      return `${sql} AS ${key}`;
  }
}
