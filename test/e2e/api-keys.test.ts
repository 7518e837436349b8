import { withClient } from '../../apps/cli/src/servers';
import { Client } from './client';
import { createReport, type House, openHouse, type Person, signUp } from './house';
import { addressOf, readOpenApi, routesOf } from './openapi-document';

let house: House;
let owner: Person;

beforeAll(async () => {
  house = await openHouse({ worker: false });
  owner = await house.newcomer();
}, 240_000);
afterAll(() => house.close());

/** A program with a key: what is asked with it carries no access token. */
class Program extends Client {
  constructor(readonly key: string) {
    super(house.url);
  }
  override ask(...[method, path, asked = {}]: Parameters<Client['ask']>): ReturnType<Client['ask']> {
    return super.ask(method, path, { ...asked, headers: { 'x-api-key': this.key, ...asked.headers } });
  }
}

interface MadeKey {
  id: string;
  key: string;
  hint: string;
  scopes: string[];
  lastUsedAt: string | null;
}

async function makeKey(person: Client, scopes: string[], more: object = {}): Promise<MadeKey> {
  const answer = await person.post('/api/api-keys', { name: 'a program', scopes, ...more });
  expect(answer.status).toBe(201);
  return answer.body as MadeKey;
}

describe('an API key', () => {
  it('of an operator reads the metrics, when it may', async () => {
    const person = await signUp(house.url, 'chief@example.org');
    const key = await makeKey(person, ['metrics:read']);
    const other = await makeKey(person, ['reports:read']);
    expect((await new Program(key.key).get('/metrics')).status).toBe(403);
    await withClient(house.adminUrl, (client) =>
      client.query(`UPDATE accounts SET role = 'operator' WHERE id = $1`, [person.id]),
    );
    const { status, text } = await new Program(key.key).get('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('pressroom_process_cpu_seconds_total');
    expect((await new Program(other.key).get('/metrics')).status).toBe(403);
  });

  it('opens what its scopes name, for the account it was made by', async () => {
    const { key } = await makeKey(owner, ['reports:read', 'reports:write']);
    const program = new Program(key);
    const report = await createReport(program, { template: 'nutrition.food-log' });
    expect((await program.get(`/api/reports/${report.id}`)).status).toBe(200);
    expect((await owner.get(`/api/reports/${report.id}`)).status).toBe(200);
    expect((await (await house.newcomer()).get(`/api/reports/${report.id}`)).status).toBe(404);
    const refused = await program.get('/api/food-logs');
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([403, 'scope_required']);
  });

  it('with a scope to read writes nothing', async () => {
    const program = new Program((await makeKey(owner, ['reports:read'])).key);
    expect((await program.get('/api/reports')).status).toBe(200);
    expect((await program.post('/api/reports', { template: 'nutrition.food-log' })).status).toBe(403);
    const { id } = await createReport(owner, { template: 'nutrition.food-log' });
    expect((await program.delete(`/api/reports/${id}`)).status).toBe(403);
  });

  it('with every scope opens neither accounts, sessions, keys nor what is for operators', async () => {
    const { components } = (await readOpenApi(house.stranger)) as { components: { securitySchemes: object } };
    expect(components.securitySchemes).toHaveProperty('key');
    const wrong = await owner.post('/api/api-keys', { name: 'x', scopes: ['everything'] });
    expect(wrong.status).toBe(422);
    const scopes = ['reports', 'food-logs', 'feedback', 'stores'].flatMap((each) => [
      `${each}:read`,
      `${each}:write`,
    ]);
    const program = new Program((await makeKey(owner, [...scopes, 'metrics:read', 'limits:read'])).key);
    for (const path of ['/api/user/me', '/api/auth/sessions', '/api/api-keys']) {
      expect([path, (await program.get(path)).status]).toEqual([path, 403]);
    }
    expect((await program.delete('/api/auth/sessions')).status).toBe(403);
    expect((await program.post('/api/api-keys', { name: 'child', scopes: ['reports:read'] })).status).toBe(
      403,
    );
    expect((await program.post('/api/auth/signout')).status).toBe(403);
    expect((await program.get('/metrics')).status).toBe(403);
    expect((await program.get('/admin/queues/api/queues')).status).toBe(401);
  });

  it('is shown once and kept as a hash', async () => {
    const made = await makeKey(owner, ['reports:read']);
    expect(made.key).toMatch(/^prk_[\w-]{43}$/);
    const list = await owner.get('/api/api-keys');
    expect(list.text).not.toContain(made.key);
    expect(list.text).toContain(made.hint);
    const rows = await withClient(house.adminUrl, (client) =>
      client.query<{ row: string }>('SELECT to_jsonb(k)::text AS row FROM api_keys k'),
    );
    expect(JSON.stringify(rows.rows)).not.toContain(made.key.slice(8));
    expect(house.api.logs.join('\n')).not.toContain(made.key);
  });

  it('says when it was last used, and is dead at once when revoked', async () => {
    const made = await makeKey(owner, ['reports:read']);
    const program = new Program(made.key);
    expect(made.lastUsedAt).toBeNull();
    expect((await program.get('/api/reports')).status).toBe(200);
    const { data } = (await owner.get('/api/api-keys')).body as { data: MadeKey[] };
    expect(data.find(({ id }) => id === made.id)?.lastUsedAt).not.toBeNull();
    expect((await (await house.newcomer()).delete(`/api/api-keys/${made.id}`)).status).toBe(404);
    expect((await owner.delete(`/api/api-keys/${made.id}`)).status).toBe(204);
    expect((await program.get('/api/reports')).status).toBe(401);
    expect((await owner.delete(`/api/api-keys/${made.id}`)).status).toBe(404);
  });

  it('ends when it was said to', async () => {
    const made = await makeKey(owner, ['reports:read'], {
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await withClient(house.adminUrl, (client) =>
      client.query(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [made.id]),
    );
    expect((await new Program(made.key).get('/api/reports')).status).toBe(401);
    const past = { name: 'x', scopes: ['reports:read'], expiresAt: '2020-01-01T00:00:00Z' };
    expect((await owner.post('/api/api-keys', past)).status).toBe(422);
  });

  it('that is bent, unknown or comes beside a token is refused alike on every route', async () => {
    const { key } = await makeKey(owner, ['reports:read']);
    for (const bent of [
      `${key}x`,
      key.slice(0, -1),
      key.toUpperCase(),
      'prk_',
      '',
      `${key}, ${key}`,
      "' OR 1=1 --",
    ]) {
      expect([bent, (await new Program(bent).get('/api/reports')).status]).toEqual([bent, 401]);
    }
    const both = await owner.get('/api/reports', { 'x-api-key': key });
    expect([both.status, (both.body as { code: string }).code]).toEqual([401, 'credentials_ambiguous']);
    const program = new Program(`prk_${'A'.repeat(43)}`);
    for (const { method, path, open } of routesOf(await readOpenApi(house.stranger))) {
      if (open) continue;
      const address = addressOf(path, { id: owner.id });
      expect([path, (await program.ask(method, address)).status]).toEqual([path, 401]);
    }
  });

  it('is one of at most twenty, however many are asked for at once', async () => {
    const person = await signUp(house.url, 'collector@example.org');
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => person.post('/api/api-keys', { name: 'x', scopes: ['reports:read'] })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(10);
  });

  it('is written down in the audit log, without the key', async () => {
    const { rows } = await withClient(house.adminUrl, (client) =>
      client.query<{ event: string; detail: object }>(
        `SELECT event, detail FROM audit_log WHERE event LIKE 'authn_key_%'`,
      ),
    );
    expect(new Set(rows.map(({ event }) => event))).toEqual(
      new Set(['authn_key_created', 'authn_key_revoked']),
    );
    expect(JSON.stringify(rows)).not.toContain('prk_');
  });
});
