import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../../../test/support';
import { OWNED_TABLES } from './index';

let base: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  base = await freshDatabase();
  client = new pg.Client({ connectionString: base.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await base.drop();
});

interface Column {
  table: string;
  column: string;
  type: string;
}

async function columnsInDatabase(): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT c.table_name AS table, c.column_name AS column, c.data_type AS type
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, c.ordinal_position`,
  );
  return rows;
}

/** Types that each kind of an export can carry without loss. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'uuid', 'date', 'bigint'],
  number: ['integer', 'smallint', 'bigint', 'double precision', 'real'],
  boolean: ['boolean'],
  instant: ['timestamp with time zone'],
  json: ['json', 'jsonb', 'ARRAY'],
};

describe('what the house says of personal data', () => {
  it('names every table whose rows belong to an account', async () => {
    const owned = (await columnsInDatabase()).filter(({ column }) => column === 'account_id');
    expect(owned.length).toBeGreaterThan(10);
    const told = new Set(OWNED_TABLES.map(({ table }) => table));
    expect(owned.map(({ table }) => table).filter((table) => !told.has(table))).toEqual([]);
    expect(told.size).toBe(OWNED_TABLES.length);
  });

  it('says of every column of these tables that the person gets it, or why not', async () => {
    const columns = await columnsInDatabase();
    for (const { table, columns: exported, withheld } of OWNED_TABLES) {
      const there = columns.filter((each) => each.table === table).map(({ column }) => column);
      const told = [...exported.map(({ key }) => key), ...Object.keys(withheld)];
      expect([table, told.sort()]).toEqual([table, there.sort()]);
      expect([table, Object.values(withheld).every((why) => why.length > 5)]).toEqual([table, true]);
    }
  });

  it('writes every column as a kind that loses nothing of it', async () => {
    const columns = await columnsInDatabase();
    for (const { table, columns: exported } of OWNED_TABLES)
      for (const { key, kind, sql } of exported) {
        const type = columns.find((each) => each.table === table && each.column === key)?.type ?? '';
        if (sql === undefined)
          expect([table, key, TYPES[kind]]).toEqual([table, key, expect.arrayContaining([type])]);
      }
  });

  it('never exports a secret or what stands for one', () => {
    const exported = OWNED_TABLES.flatMap(({ table, columns }) =>
      columns.map(({ key }) => `${table} ${key}`),
    );
    expect(
      exported.filter((name) => /hash|token|secret|password|pepper|code$/.test(name.split(' ')[1] ?? '')),
    ).toEqual(['imports error_code', 'reports error_code']);
  });

  it('lets rows go before those that they need', async () => {
    const { rows } = await client.query<{ child: string; parent: string }>(
      `SELECT DISTINCT conrelid::regclass::text AS child, confrelid::regclass::text AS parent
         FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid`,
    );
    const place = new Map(OWNED_TABLES.map(({ table }, at) => [table, at]));
    const wrong = rows.filter(
      ({ child, parent }) => (place.get(child) ?? -1) > (place.get(parent) ?? Number.MAX_SAFE_INTEGER),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps nothing that names a person without saying why', () => {
    for (const { table, erasure } of OWNED_TABLES)
      if ('why' in erasure) expect([table, erasure.why.length > 40]).toEqual([table, true]);
  });
});
