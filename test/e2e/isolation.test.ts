import { openDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { withClient } from '../../apps/cli/src/servers';
import { type Belongings, fillWithExamples, idFor } from './belongings';
import { type Answer, type Asked, Client, type Method } from './client';
import { type House, madeReport, openHouse, type Person } from './house';
import { addressOf, bodyOf, readOpenApi, type Route, routesOf } from './openapi-document';
import { pointersIn, problemIn } from './problem';

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

/** A program with a key. */
class Program extends Client {
  constructor(
    url: string,
    private readonly key: string,
  ) {
    super(url);
  }

  override ask(method: Method, path: string, { headers = {}, ...more }: Asked = {}): Promise<Answer> {
    return super.ask(method, path, { ...more, headers: { 'x-api-key': this.key, ...headers } });
  }
}

/** Who else might try: a program with a key for everything, an operator, and somebody who was erased. */
async function others(): Promise<Record<string, { client: Client; refused: number[] }>> {
  const keys = routes.find(({ method, path }) => method === 'POST' && path === '/api/api-keys');
  const fields = (keys === undefined ? undefined : bodyOf(keys.operation))?.schema?.['properties'];
  const scopes = (fields as Record<string, { items: { enum: string[] } }>)['scopes']?.items.enum;
  const { body } = await other.post('/api/api-keys', { name: 'for everything', scopes });
  const [operator, gone] = [await house.newcomer(), await house.newcomer()];
  await withClient(house.adminUrl, async (client) => {
    await client.query(`UPDATE accounts SET role = 'operator' WHERE id = $1`, [operator.id]);
    await client.query('UPDATE accounts SET deleted_at = now() WHERE id = $1', [gone.id]);
  });
  return {
    program: { client: new Program(house.url, (body as { key: string }).key), refused: [403, 404] },
    operator: { client: operator, refused: [404] },
    erased: { client: gone, refused: [401] },
  };
}

const attempt = (client: Client, route: Route, id: string) => {
  const example = Object.values(bodyOf(route.operation)?.examples ?? {})[0]?.value;
  return client.ask(route.method, addressOf(route.path, { id, report_id: id }), { json: example });
};

describe('what belongs to an account', () => {
  it('is there for its owner only: every route with an id, tried by another account and by nobody', async () => {
    const guarded = routes.filter(({ path }) => /\{(id|report_id)\}/.test(path));
    expect(guarded.length).toBeGreaterThan(8);
    const more = Object.entries(await others());
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
      for (const [who, { client, refused }] of more) {
        const { status } = problemIn(await attempt(client, route, id));
        expect([name, who, status, refused.includes(status)]).toEqual([name, who, status, true]);
      }
    }
    expect(await everything()).toBe(before);
  });

  it('is named in addresses in no way that is not tried here', () => {
    const holes = routes.flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    // Tokens and tickets are rights of their own; a table and a key name rows among the caller's own.
    expect([...new Set(holes)].sort()).toEqual(['id', 'key', 'report_id', 'table', 'ticket', 'token']);
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

/** What tables hold and nobody may write. */
const FOREIGN = {
  ...{ status: 'COMPLETED', file_key: '/etc/passwd', fileKey: '../../x', role: 'operator', attempts: 0 },
  ...{ account_id: newId(), accountId: newId(), created_at: '2000-01-01', downloadEpoch: 9, constructor: {} },
};
/** Statements of other standards carry what their senders like; it is kept as sent and read as nothing else. */
const STANDARDS: readonly string[] = ['/api/feedback/xapi', '/api/feedback/caliper'];
const PLACES = { id: newId(), report_id: newId(), table: 'business_hours', key: 'no-such-row' };

/** A body with strangers among its fields: at its top, or within one of its parts. */
function bent(example: unknown, part?: string): unknown {
  if (Array.isArray(example)) return [bent(example[0], part)];
  const fields = example as Record<string, unknown>;
  return part === undefined ? { ...fields, ...FOREIGN } : { ...fields, [part]: bent(fields[part]) };
}

const isPart = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  typeof (Array.isArray(value) ? value[0] : value) !== 'string';

describe('a field that is not the caller’s to write', () => {
  it('is refused where it stands, at every door and in every part of a body', async () => {
    const before = await everything();
    const doors = routes.filter(({ path, operation }) => bodyOf(operation) && !STANDARDS.includes(path));
    expect(doors.length).toBeGreaterThan(18);
    for (const route of doors)
      for (const { value } of Object.values(bodyOf(route.operation)?.examples ?? {})) {
        const [one] = [value].flat() as Record<string, unknown>[];
        const parts = Object.keys(one ?? {}).filter((name) => isPart(one?.[name]));
        for (const part of [undefined, ...parts]) {
          const json = bent(value, part);
          const answer = await owner.ask(route.method, addressOf(route.path, PLACES), { json });
          const named = pointersIn(answer).join(' ');
          for (const field of Object.keys(FOREIGN).filter(
            (name) => part !== undefined || !(name in (one ?? {})),
          ))
            expect([route.method, route.path, part, named]).toEqual([
              ...[route.method, route.path, part],
              expect.stringMatching(new RegExp(`/${field}( |$)`)) as string,
            ]);
        }
      }
    expect(await everything()).toBe(before);
  });

  it('changes nothing within a statement of another standard', async () => {
    const rows = (text: string) => text.split('\n').length;
    for (const path of STANDARDS) {
      const route = routes.find((each) => each.path === path);
      const example = Object.values((route && bodyOf(route.operation)?.examples) ?? {})[0]?.value;
      const before = await everything();
      const answer = await owner.post(path, bent(example));
      expect([path, answer.status]).toEqual([path, 201]);
      const { id } = answer.body as { id: string };
      expect((await other.get(`/api/feedback/submissions/${id}`)).status).toBe(404);
      expect((await owner.delete(`/api/feedback/submissions/${id}`)).status).toBe(204);
      expect(rows(await everything())).toBe(rows(before));
    }
  });

  it('is refused in a query too', async () => {
    for (const { method, path, operation } of routes.filter(({ open }) => !open)) {
      const known = (operation.parameters ?? []).filter((each) => each.in === 'query');
      if (known.length === 0) continue;
      const json =
        method === 'GET' || path.endsWith('/import')
          ? undefined
          : Object.values(bodyOf({ ...operation })?.examples ?? {})[0]?.value;
      for (const stranger of [
        'account_id',
        'accountId',
        '__proto__',
        'constructor',
        'order_by',
        'sort',
        'a[b]',
      ]) {
        const address = `${addressOf(path, PLACES)}?${encodeURIComponent(stranger)}=x`;
        const answer = await owner.ask(method, address, { json });
        expect([method, address, pointersIn(answer)]).toEqual([method, address, [`query:${stranger}`]]);
      }
    }
  });
});

describe('a cursor', () => {
  const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const numbers = [9_007_199_254_740_991, -9_007_199_254_740_991, 2_147_483_648, 32_768, 0, -1, 0.5];
  const positions = [1, 2, 3, 4, 5].flatMap((length) =>
    numbers.map((each) => Array.from({ length }, () => each)),
  );
  const instants = ['2026-02-30 10:00:00+00', '0000-01-01T00:00:00Z', '2026-01-01T24:00:00Z', `'; --`, 'now'];

  it('that was made up is refused or finds nothing of others, in every list', async () => {
    const before = await everything();
    const made = [...positions, [], {}, null, 'x', ...instants.map((at) => [at, owner.id]), [{}, owner.id]];
    const lists = routes.filter(({ operation }) =>
      (operation.parameters ?? []).some(({ name }) => name === 'cursor'),
    );
    const addresses = lists.flatMap(({ path }) =>
      path.includes('{table}')
        ? ['store_status', 'business_hours', 'timezones'].map((table) => addressOf(path, { table }))
        : [path],
    );
    expect(addresses.length).toBeGreaterThan(7);
    for (const address of addresses) {
      for (const value of made) {
        const { status, body } = await other.get(`${address}?cursor=${cursor(value)}`);
        const empty = status === 200 && (body as { data: unknown[] }).data.length === 0;
        expect([address, value, status, status === 422 || empty]).toEqual([address, value, status, true]);
      }
      // One that leads to another's rows leads to nothing.
      const { nextCursor } = (await owner.get(`${address}?limit=1`)).body as { nextCursor: string | null };
      const { text } = await other.get(
        `${address}?cursor=${nextCursor ?? cursor(['9999-12-31T00:00:00Z', owner.id])}`,
      );
      for (const id of belongings.values()) expect(text).not.toContain(id);
    }
    expect(await everything()).toBe(before);
  });
});

/** What would be a part of a statement if a text became one. */
const STATEMENTS = [
  `' OR 1=1 --`,
  `'; DROP TABLE accounts; --`,
  `x' UNION SELECT id, password_hash FROM accounts --`,
  `1; SELECT pg_sleep(30)`,
  `\\'; SELECT 1 --`,
  `$$; SELECT 1; $$`,
  `created_at DESC; --`,
  `(SELECT version())`,
  `%' AND '1'='1`,
  '{"$ne":null}',
  '__proto__',
];

describe('a text that would be SQL', () => {
  it('is a text wherever a query takes one', async () => {
    const before = await everything();
    let asked = 0;
    // This one makes a report even when it is got, about stores of whatever names.
    const reading = routes.filter((route) => route.method === 'GET' && route.path !== '/trigger_report');
    for (const { method, path, operation } of reading)
      for (const { name } of (operation.parameters ?? []).filter((each) => each.in === 'query'))
        for (const text of STATEMENTS) {
          const address = `${addressOf(path, PLACES)}?${name}=${encodeURIComponent(text)}`;
          const { status, body } = await owner.ask(method, address);
          // What may be any text finds nothing; everything else is refused.
          const nothing = status === 200 && (body as { data?: unknown[] }).data?.length === 0;
          expect([address, status, status === 422 || status === 404 || nothing]).toEqual([
            address,
            status,
            true,
          ]);
          asked += 1;
        }
    expect(asked).toBeGreaterThan(100);
    expect(await everything()).toBe(before);
  });

  it('is a text wherever an address takes one, and at the ways in', async () => {
    const before = await everything();
    for (const text of STATEMENTS) {
      for (const route of routes.filter(({ method, path }) => method === 'GET' && path.includes('{'))) {
        const values = Object.fromEntries(
          Object.keys({ ...PLACES, token: 1, ticket: 1 }).map((name) => [name, text]),
        );
        const { status } = await owner.get(addressOf(route.path, values));
        expect([route.path, text, status]).toEqual([route.path, text, 404]);
      }
      const credentials = { email: text, password: text };
      expect([401, 422, 429]).toContain((await house.stranger.post('/api/auth/signin', credentials)).status);
      const program = new Program(house.url, text.replace(/[^ -~]/g, ''));
      expect([text, (await program.get('/api/reports')).status]).toEqual([text, 401]);
    }
    expect(await everything()).toBe(before);
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
