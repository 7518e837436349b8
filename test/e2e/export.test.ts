import { readZip } from '../conformance/read-zip';
import { manifestIn } from '../conformance/read-bundle';
import { withClient } from '../../apps/cli/src/servers';
import { OWNED_TABLES } from '@pressroom/entities';
import { ended, type House, madeReport, openHouse, PASSWORD, type Person, type Report } from './house';
import { problemIn } from './problem';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house.close());

type Row = Record<string, unknown>;

async function exported(person: Person): Promise<Map<string, Buffer>> {
  const answer = await person.post('/api/user/me/export');
  expect([answer.status, answer.text.length > 0]).toEqual([202, true]);
  const { id } = answer.body as Report;
  expect(answer.headers.get('location')).toBe(`/api/reports/${id}`);
  const report = await ended(person, id);
  expect([report.status, report.error]).toEqual(['COMPLETED', undefined]);
  const file = await house.stranger.get(report.downloadUrl ?? '');
  expect(file.headers.get('content-type')).toBe('application/zip');
  return readZip(file.bytes);
}

const recordsIn = (files: ReadonlyMap<string, Buffer>, table: string): Row[] =>
  JSON.parse(files.get(`${table}.json`)?.toString('utf8') ?? '') as Row[];

describe('the export of what is held about a person', () => {
  let owner: Person;
  let other: Person;
  let files: Map<string, Buffer>;
  let apiKey: string;

  beforeAll(async () => {
    [owner, other] = [await house.newcomer(), await house.newcomer()];
    for (const [person, food] of [
      [owner, 'Plum "=cmd" 1.23456789'],
      [other, 'Quince of somebody else'],
    ] as const) {
      await person.post('/api/food-logs', {
        foodName: food,
        category: 'fruit',
        loggedOn: '2026-01-31',
        kcal: 1.23456789,
      });
      await madeReport(person, { template: 'nutrition.food-log', formats: ['json'] });
    }
    for (const given of [true, false])
      await owner.post('/api/user/me/consents', { purpose: 'health-data', version: 1, given });
    const made = await owner.post('/api/api-keys', {
      name: 'Nightly',
      scopes: ['reports:read', 'reports:write'],
    });
    apiKey = (made.body as { key: string }).key;
    files = await exported(owner);
  }, 120_000);

  it('has JSON and CSV of every category and a manifest that names the empty ones too', () => {
    const told = manifestIn(files).sections;
    expect(told.map(({ key }) => key).sort()).toEqual(OWNED_TABLES.map(({ table }) => table).sort());
    for (const { key, tables } of told)
      expect([key, tables.map((table) => table.files)]).toEqual([key, [[`${key}.csv`, `${key}.json`]]]);
    expect(told.find(({ key }) => key === 'store_polls')?.tables[0]?.rows).toBe(0);
    expect(recordsIn(files, 'store_polls')).toEqual([]);
    expect(files.get('store_polls.csv')?.toString()).toBe('store,at,active\r\n');
  });

  it('holds all rows of the person and none of anybody else', async () => {
    for (const { table, owner: column } of OWNED_TABLES) {
      const rows = await withClient(house.adminUrl, (client) =>
        client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${column} = $1`, [
          owner.id,
        ]),
      );
      // The export reads itself while it is made, and the audit log goes on afterwards.
      const found = recordsIn(files, table).length;
      if (table === 'artefacts' || table === 'audit_log')
        expect([table, found]).toEqual([table, (rows.rows[0]?.n ?? 0) - 1]);
      else expect([table, found]).toEqual([table, rows.rows[0]?.n]);
    }
    expect(recordsIn(files, 'accounts')).toMatchObject([
      { id: owner.id, email: owner.email, role: 'member' },
    ]);
    expect(recordsIn(files, 'food_logs')).toMatchObject([
      { food_name: 'Plum "=cmd" 1.23456789', kcal: 1.23456789, logged_on: '2026-01-31' },
    ]);
    expect(recordsIn(files, 'audit_log').map(({ event }) => event)).toEqual([
      'user_created',
      'consent_given',
      'consent_withdrawn',
      'authn_key_created',
      'sensitive_read',
    ]);
    expect(recordsIn(files, 'consents')).toMatchObject([
      { purpose: 'health-data', version: 1, given: true },
      { purpose: 'health-data', version: 1, given: false },
    ]);
    const all = Buffer.concat([...files.values()]).toString('utf8');
    expect(all).not.toContain('Quince');
    expect(all).not.toContain(other.id);
  });

  it('has no secret in it, and says so', async () => {
    const all = Buffer.concat([...files.values()]).toString('utf8');
    for (const secret of [PASSWORD, owner.token ?? '', owner.refreshToken, apiKey, '$argon2'])
      expect(all.includes(secret)).toBe(false);
    const hashes = await withClient(house.adminUrl, (client) =>
      client.query<{ hash: string }>(
        `SELECT encode(token_hash, 'hex') AS hash FROM refresh_tokens UNION SELECT encode(key_hash, 'hex') FROM api_keys`,
      ),
    );
    for (const { hash } of hashes.rows) expect(all.includes(hash)).toBe(false);
    expect(all).toContain('password_hash: a digest of a secret');
  });

  it('is on record, when it was asked for and each time that it was taken away', async () => {
    const { data } = (await owner.get('/api/reports')).body as { data: Report[] };
    const { id, downloadUrl = '' } = data.find(({ template }) => template === 'account.export') ?? {};
    expect((await house.stranger.ask('HEAD', downloadUrl)).status).toBe(200);
    expect((await house.stranger.get(downloadUrl, { range: 'bytes=0-9' })).status).toBe(206);
    const { rows } = await withClient(house.adminUrl, (client) =>
      client.query<{ actor: string | null; detail: object }>(
        `SELECT actor, detail FROM audit_log WHERE account_id = $1 AND event = 'sensitive_read' ORDER BY id`,
        [owner.id],
      ),
    );
    const taken = { actor: null, detail: { template: 'account.export', report: id } };
    expect(rows).toEqual([
      { actor: owner.id, detail: { template: 'account.export', asked: true } },
      taken,
      taken,
    ]);
  });

  it('is made once a day, of two at the same time once', async () => {
    const person = await house.newcomer();
    const answers = await Promise.all([1, 2, 3].map(() => person.post('/api/user/me/export')));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(3600);
    const { data } = (await person.get('/api/reports')).body as { data: Report[] };
    expect(data).toHaveLength(1);
  });

  it('is not to be had through the door of ordinary reports, nor listed there, nor with a key', async () => {
    const asked = { template: 'account.export', formats: ['zip'] };
    expect(problemIn(await owner.post('/api/reports', asked))).toMatchObject({
      status: 422,
      code: 'unknown_template',
    });
    expect((await owner.get('/api/reports/templates')).text).not.toContain('account.export');
    const program = { 'x-api-key': apiKey };
    expect((await house.stranger.post('/api/reports', asked, program)).status).toBe(422);
    expect((await house.stranger.post('/api/user/me/export', undefined, program)).status).toBe(403);
    expect((await house.stranger.post('/api/user/me/export')).status).toBe(401);
  });

  it('that is there is not to be had with a key that may read reports', async () => {
    const program = { 'x-api-key': apiKey };
    const list = await house.stranger.get('/api/reports', program);
    expect(list.status).toBe(200);
    expect(list.text).not.toContain('account.export');
    const { data } = (await owner.get('/api/reports')).body as { data: Report[] };
    const mine = data.find(({ template }) => template === 'account.export')?.id ?? '';
    for (const path of [
      `/api/reports/${mine}`,
      `/api/reports/${mine}/download`,
      `/api/reports/${mine}/events`,
    ])
      expect([path, (await house.stranger.get(path, program)).status]).toEqual([path, 404]);
  });
});
