import { openDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { withClient } from '../../apps/cli/src/servers';
import type { Client } from './client';
import { type House, madeReport, openHouse, type Person } from './house';
import { addressOf, bodyOf, readOpenApi, type Route, routesOf } from './openapi-document';
import { problemIn } from './problem';

let house: House;
let owner: Person;
let other: Person;
let routes: Route[];
/** One thing of the owner's for each place where an id may stand. */
let ids: Record<string, string>;

beforeAll(async () => {
  house = await openHouse();
  [owner, other] = [await house.newcomer(), await house.newcomer()];
  const log = { foodName: 'Apple', category: 'fruit', loggedOn: '2026-01-31' };
  const foodLog = (await owner.post('/api/food-logs', log)).body as { id: string };
  const report = await madeReport(owner, { template: 'nutrition.food-log', formats: ['json'] });
  const sessions = (await owner.get('/api/auth/sessions')).body as { data: { id: string }[] };
  ids = {
    '/api/food-logs/': foodLog.id,
    '/api/reports/': report.id,
    '/api/auth/sessions/': sessions.data[0]?.id ?? '',
  };
  routes = routesOf(await readOpenApi(house.stranger));
}, 120_000);
afterAll(() => house.close());

const TABLES = [
  'accounts',
  'sessions',
  'refresh_tokens',
  'food_logs',
  'reports',
  'artefacts',
  'idempotency_keys',
];

/** Everything that accounts own, as text. */
function everything(): Promise<string> {
  return withClient(house.adminUrl, async (client) => {
    const all: string[] = [];
    for (const table of TABLES) {
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
  return client.ask(route.method, addressOf(route.path, { id }), { json: example });
};

describe('what belongs to an account', () => {
  it('is there for its owner only: every route with an id, tried by another account and by nobody', async () => {
    const guarded = routes.filter(({ path }) => path.includes('{id}'));
    expect(guarded.length).toBeGreaterThan(8);
    const before = await everything();
    for (const route of guarded) {
      const [, id] = Object.entries(ids).find(([prefix]) => route.path.startsWith(prefix)) ?? [];
      const name = `${route.method} ${route.path}`;
      // A new resource needs a line in `ids`.
      expect([name, id]).toEqual([name, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
      const foreign = problemIn(await attempt(other, route, id ?? ''));
      const unknown = problemIn(await attempt(other, route, newId()));
      const anonymous = problemIn(await attempt(house.stranger, route, id ?? ''));
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
    expect(text).not.toContain(ids['/api/auth/sessions/']);
  });

  it('does not reach the reports of others', async () => {
    const report = await madeReport(other, { template: 'nutrition.food-log', formats: ['json'] });
    const { text } = await house.stranger.get(report.downloadUrl ?? '');
    expect(text).not.toContain('Apple');
  });
});

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
      for (const table of ['food_logs', 'reports', 'artefacts', 'idempotency_keys']) {
        const { rowCount } = await database.system(`SELECT 1 FROM ${table}`);
        const owned = (account: string) =>
          database.inAccount(account, (tx) => tx.query(`SELECT account_id FROM ${table}`));
        expect([table, await owned(newId())]).toEqual([table, []]);
        for (const account of [owner.id, other.id])
          for (const row of await owned(account))
            expect([table, row]).toEqual([table, { account_id: account }]);
        if (table !== 'idempotency_keys') expect([table, rowCount > 0]).toEqual([table, true]);
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
