import { openDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { withClient } from '../../apps/cli/src/servers';
import { type Belongings, fillWithExamples, idFor } from './belongings';
import type { Client } from './client';
import { type House, madeReport, openHouse, type Person } from './house';
import { addressOf, bodyOf, readOpenApi, type Route, routesOf } from './openapi-document';
import { problemIn } from './problem';

let house: House;
let owner: Person;
let other: Person;
let routes: Route[];
let belongings: Belongings;

beforeAll(async () => {
  house = await openHouse();
  [owner, other] = [await house.newcomer(), await house.newcomer()];
  routes = routesOf(await readOpenApi(house.stranger));
  belongings = await fillWithExamples(owner, routes);
}, 240_000);
afterAll(() => house.close());

/** Tables whose rows belong to an account. */
const OWNED = `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND c.column_name = 'account_id' AND t.table_type = 'BASE TABLE' AND c.table_name <> 'audit_log' ORDER BY 1`;

/** Everything that accounts own, as text. */
function everything(): Promise<string> {
  return withClient(house.adminUrl, async (client) => {
    const owned = await client.query<{ name: string }>(OWNED);
    const all: string[] = [];
    for (const table of ['accounts', ...owned.rows.map(({ name }) => name)]) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT (to_jsonb(t) - 'last_used_at')::text AS row FROM ${table} t ORDER BY 1`,
      );
      all.push(`${table}: ${rows.map(({ row }) => row).join('\n')}`);
    }
    return all.join('\n');
  });
}

const attempt = (client: Client, route: Route, id: string) => {
  const example = Object.values(bodyOf(route.operation)?.examples ?? {})[0]?.value;
  return client.ask(route.method, addressOf(route.path, { id, report_id: id }), { json: example });
};

describe('what belongs to an account', () => {
  it('is there for its owner only: every route with an id, tried by another account and by nobody', async () => {
    const guarded = routes.filter(({ path }) => /\{(id|report_id)\}/.test(path));
    expect(guarded.length).toBeGreaterThan(8);
    const before = await everything();
    for (const route of guarded) {
      const id = idFor(route, belongings);
      const name = `${route.method} ${route.path}`;
      expect([name, id]).toEqual([name, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
      const foreign = problemIn(await attempt(other, route, id));
      const unknown = problemIn(await attempt(other, route, newId()));
      const anonymous = problemIn(await attempt(house.stranger, route, id));
      expect([name, foreign.status, anonymous.status]).toEqual([name, 404, 401]);
      const { requestId: _one, instance: _here, ...told } = foreign;
      const { requestId: _two, instance: _there, ...toldOfNothing } = unknown;
      expect([name, told]).toEqual([name, toldOfNothing]);
    }
    expect(await everything()).toBe(before);
  });

  it('is closed to whoever is not signed in, at every door', async () => {
    const before = await everything();
    for (const route of routes.filter(({ open }) => !open)) {
      const answer = await attempt(house.stranger, route, newId());
      expect([route.method, route.path, problemIn(answer).status]).toEqual([route.method, route.path, 401]);
    }
    expect(await everything()).toBe(before);
  });

  it('does not show in the lists of others', async () => {
    for (const path of ['/api/food-logs', '/api/reports'])
      expect([path, (await other.get(path)).body]).toEqual([path, { data: [], nextCursor: null }]);
    const { text } = await other.get('/api/auth/sessions');
    expect(text).not.toContain(belongings.get('/api/auth/sessions'));
  });

  it('does not reach the reports of others', async () => {
    const report = await madeReport(other, { template: 'nutrition.food-log', formats: ['json'] });
    const { text } = await house.stranger.get(report.downloadUrl ?? '');
    expect(text).not.toContain('Apple');
  });
});

/** Those behind the second wall. */
async function guardedTables(): Promise<string[]> {
  const names = await withClient(house.adminUrl, async (client) => {
    const owned = await client.query<{ name: string }>(OWNED);
    const guarded = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relrowsecurity AND relforcerowsecurity`,
    );
    return { owned: owned.rows.map(({ name }) => name), guarded: guarded.rows.map(({ name }) => name) };
  });
  // Signing in looks sessions up before it knows whose they are; every other table of accounts is guarded.
  const open = names.owned.filter((name) => !names.guarded.includes(name));
  expect(open).toEqual(['refresh_tokens', 'sessions']);
  return names.guarded;
}

describe('a statement that forgets its WHERE', () => {
  it('sees, changes and removes the rows of its account only, and writes none for another', async () => {
    const before = await everything();
    const database = await openDatabase({
      url: house.databaseUrl,
      name: 'isolation test',
      accountConnections: 2,
      systemConnections: 1,
    });
    try {
      for (const table of await guardedTables()) {
        const owned = (account: string) =>
          database.inAccount(account, (tx) => tx.query(`SELECT account_id FROM ${table}`));
        expect([table, await owned(newId())]).toEqual([table, []]);
        for (const account of [owner.id, other.id])
          for (const row of await owned(account))
            expect([table, row]).toEqual([table, { account_id: account }]);
      }
      const changed = await database.inAccount(newId(), async (tx) => [
        ...(await tx.query(`UPDATE food_logs SET kcal = 1 RETURNING id`)),
        ...(await tx.query(`DELETE FROM food_logs RETURNING id`)),
        ...(await tx.query(`UPDATE reports SET phase = 'mine' RETURNING id`)),
        ...(await tx.query(`DELETE FROM reports RETURNING id`)),
        ...(await tx.query(`SELECT id FROM reports FOR UPDATE`)),
      ]);
      expect(changed).toEqual([]);
      const planted = database.inAccount(other.id, (tx) =>
        tx.query(
          `INSERT INTO food_logs (id, account_id, food_name, category, logged_on) VALUES ($1, $2, 'Planted', 'fruit', '2026-01-01')`,
          [newId(), owner.id],
        ),
      );
      await expect(planted).rejects.toMatchObject({ code: '42501' });
      // A connection that names no account sees nothing.
      expect(await database.source.query('SELECT * FROM food_logs')).toEqual([]);
    } finally {
      await database.close();
    }
    expect(await everything()).toBe(before);
  });
});
