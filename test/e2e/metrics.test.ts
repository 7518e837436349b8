import { Redis } from 'ioredis';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freshDatabase, type SpawnedApp, spawnApp, startRedis, testEnvironment } from '../support';
import type { TestDatabase } from '../support/databases';
import type { TestRedis } from '../support/servers';
import { Client } from './client';
import { createReport, ended, type Person, PASSWORD, signUp } from './house';

const TOKEN = 'the-token-of-those-who-scrape-0123456789';

/** What people brought, and nobody but they may read. */
const WORDS = {
  fileName: 'diary-of-zoe-lindqvist.csv',
  food: 'Grandmother Ottilie Soup',
  wrongFood: 'Aunt Frieda Stew',
  student: 'Bartholomew Quill',
  person: 'patient-Xanthippe-77',
  store: 'corner-shop-of-Ambrose',
  keyName: 'key of Ludmilla',
  stranger: 'nobody-knows@example.org',
  guess: 'a wrong guess of a password',
} as const;
const OPERATOR = { email: 'operator@example.org', password: 'nine slow blue barges' };

let database: TestDatabase;
let redis: TestRedis;
let apis: SpawnedApp[];
let workers: SpawnedApp[];
let environment: Record<string, string>;
let person: Person;

beforeAll(async () => {
  [database, redis] = await Promise.all([freshDatabase(), startRedis({ durable: false })]);
  environment = {
    ...testEnvironment({ databaseUrl: database.url, redisUrl: redis.url }),
    METRICS_TOKEN: TOKEN,
    OPERATOR_EMAIL: OPERATOR.email,
    OPERATOR_PASSWORD: OPERATOR.password,
  };
  const patience = { patienceMs: 90_000 };
  apis = await Promise.all([spawnApp('api', environment, patience), spawnApp('api', environment, patience)]);
  workers = [];
  person = await signUp(urlOf(0), 'measured@example.org');
}, 240_000);
afterAll(async () => {
  await Promise.all([...apis, ...workers].map((app) => app.stop()));
  await redis.stop();
  await database.drop();
});

const urlOf = (n: number): string => apis[n]?.url ?? '';

async function metrics(url: string): Promise<string> {
  const { status, text } = await new Client(url).get('/metrics', { authorization: `Bearer ${TOKEN}` });
  expect(status).toBe(200);
  return text;
}

function valueOf(text: string, name: string, label = ''): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name}{`) && each.includes(label));
  return Number(line?.split(' ').at(-1));
}

describe('the metrics', () => {
  it('say what waits and for how long while no worker is there', async () => {
    await createReport(person, { template: 'nutrition.food-log', formats: ['json'] });
    const label = 'queue="reports-interactive"';
    let text = '';
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(200)) {
      text = await metrics(urlOf(1));
      if (valueOf(text, 'pressroom_report_oldest_due_seconds', label) >= 1) break;
    }
    expect(valueOf(text, 'pressroom_reports_due', label)).toBe(1);
    expect(valueOf(text, 'pressroom_report_oldest_due_seconds', label)).toBeGreaterThanOrEqual(1);
    expect(valueOf(text, 'pressroom_queue_jobs', 'state="waiting"')).toBe(1);
  });

  it('name routes by their pattern, and nobody', async () => {
    const { id } = await createReport(person, { template: 'nutrition.food-log', formats: ['json'] });
    await person.get(`/api/reports/${id}?secret=1`);
    await person.get('/nowhere/measured@example.org');
    const text = await metrics(urlOf(0));
    expect(text).toMatch(
      /pressroom_http_request_seconds_count\{service="api",method="GET",route="\/api\/reports\/:id",status="200"/,
    );
    expect(text).toMatch(
      /pressroom_http_request_seconds_count\{service="api",method="POST",route="\/api\/reports",status="202"/,
    );
    for (const secret of [
      id,
      person.id,
      person.token ?? '-',
      person.email,
      'nowhere',
      '127.0.0.1',
      PASSWORD,
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('pressroom_nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('pressroom_process_resident_memory_bytes');
  });

  it('are told to nobody without the token, in whatever spelling', async () => {
    for (const path of ['/metrics', '/metrics/', '/%6detrics', '/metrics?x=1', '/METRICS'])
      for (const headers of [
        {},
        { authorization: 'Bearer wrong' },
        { authorization: `Basic ${TOKEN}` },
        { authorization: `Bearer ${TOKEN}x` },
        { authorization: `Bearer ${person.token ?? ''}` },
      ]) {
        const { status, text } = await new Client(urlOf(0)).get(path, headers);
        expect([path, headers, [401, 403, 404].includes(status), text.includes('pressroom_')]).toEqual([
          path,
          headers,
          true,
          false,
        ]);
      }
  });

  it('stand without Redis, but for what Redis alone knows', async () => {
    await redis.kill();
    const text = await metrics(urlOf(0));
    expect(text).toContain('pressroom_reports_due{');
    expect(text).not.toMatch(/pressroom_queue_jobs\{/);
    await redis.restart();
  });
});

describe('two of each side by side', () => {
  it('share the work, and one answers for what the other took in', async () => {
    workers = await Promise.all([
      spawnApp('worker', environment, { patienceMs: 90_000 }),
      spawnApp('worker', environment, { patienceMs: 90_000 }),
    ]);
    const beside = new Client(urlOf(1), person.token);
    const asked = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        createReport(n % 2 === 0 ? person : beside, {
          template: 'nutrition.food-log',
          formats: ['json', 'csv'],
        }),
      ),
    );
    for (const [n, { id }] of asked.entries()) {
      const report = await ended(n % 2 === 0 ? beside : person, id);
      expect([report.status, report.attempts]).toEqual(['COMPLETED', 1]);
      for (const { downloadUrl } of report.artefacts) {
        const elsewhere = new URL(downloadUrl);
        const file = await new Client(urlOf(n % 2)).get(elsewhere.pathname);
        expect(file.status).toBe(200);
      }
    }
    const executions = await Promise.all(
      workers.map(async ({ url }) =>
        valueOf((await new Client(url).get('/metrics')).text, 'pressroom_report_executions_total'),
      ),
    );
    // Two reports waited from before.
    expect(executions.reduce((sum, each) => sum + (Number.isNaN(each) ? 0 : each), 0)).toBe(26);
  });

  it('tell everything that the dashboard and the alerts ask for', async () => {
    const told = [
      await metrics(urlOf(0)),
      await (await fetch(`${workers[0]?.url ?? ''}/metrics`)).text(),
    ].join('\n');
    const names = new Set([...told.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
    for (const file of ['docker/grafana/pressroom.json', 'docker/prometheus/alerts.yml']) {
      const asked = readFileSync(join(__dirname, '../..', file), 'utf8').match(/pressroom_\w+/g) ?? [];
      expect(asked.length).toBeGreaterThan(10);
      const unknown = asked.filter((name) => !names.has(name.replace(/_(bucket|count|sum)$/, '')));
      expect({ file, unknown }).toEqual({ file, unknown: [] });
    }
  });

  it('end a session and a key for each other', async () => {
    const { body } = await person.post('/api/api-keys', { name: 'x', scopes: ['reports:read'] });
    const { id, key } = body as { id: string; key: string };
    const program = () => new Client(urlOf(1)).get('/api/reports', { 'x-api-key': key });
    expect((await program()).status).toBe(200);
    await person.delete(`/api/api-keys/${id}`);
    expect((await program()).status).toBe(401);
  });
});

async function upload(client: Client, path: string, rows: readonly string[]): Promise<string> {
  const head = `content-disposition: form-data; name="file"; filename="${WORDS.fileName}"`;
  const answer = await client.ask('POST', path, {
    raw: `--edge\r\n${head}\r\n\r\n${rows.join('\n')}\r\n--edge--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  });
  if (answer.status !== 202) throw new Error(`an upload was answered ${answer.status}: ${answer.text}`);
  return (answer.body as { id: string }).id;
}

interface Imported {
  status: string;
  receipt?: { refusedUrl?: string };
}

async function importEnded(client: Client, id: string): Promise<Imported> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(100)) {
    const found = (await client.get(`/api/imports/${id}`)).body as Imported;
    if (found.status === 'COMPLETED' || found.status === 'FAILED') return found;
  }
  throw new Error('an import has not ended within a minute');
}

/** Comes through every door that takes something in, right and wrong. @returns secrets that were given out on the way */
async function useEveryDoor(): Promise<Record<string, string>> {
  const good = Array.from({ length: 200 }, (_, at) => `2026-01-31,${WORDS.person},${WORDS.food} ${at},Fruit`);
  const diary = ['Date,User_ID,Food,Category', ...good, `2026-01-31,x,${WORDS.wrongFood},Soap`];
  const own = await importEnded(person, await upload(person, '/api/food-logs/import', diary));
  expect(own).toMatchObject({ status: 'COMPLETED', receipt: { refusedUrl: expect.any(String) as string } });
  const refused = new URL(own.receipt?.refusedUrl ?? '').pathname;
  expect((await new Client(urlOf(1)).get(refused)).text).toContain(WORDS.wrongFood);
  const { body } = await new Client(urlOf(0)).post('/api/auth/signin', OPERATOR);
  const operator = new Client(urlOf(0), (body as { accessToken: string }).accessToken);
  const many = await upload(operator, '/api/food-logs/import?people=User_ID', diary.slice(0, 100));
  expect((await importEnded(operator, many)).status).toBe('COMPLETED');
  const broken = await upload(person, '/api/food-logs/import', [`${WORDS.food},${WORDS.person}`, '1,2']);
  expect((await importEnded(person, broken)).status).toBe('FAILED');
  const stores = ['store_id,timezone_str', `${WORDS.store},America/Chicago`];
  expect((await importEnded(person, await upload(person, '/data', stores))).status).toBe('COMPLETED');
  expect((await person.post('/api/food-logs/import', { food: WORDS.food })).status).toBe(415);
  await person.post('/api/food-logs', { foodName: WORDS.food, category: WORDS.person });
  await person.post('/assignment/html', { student: WORDS.student });
  const made = await person.post('/api/api-keys', { name: WORDS.keyName, scopes: ['food-logs:read'] });
  const { key } = made.body as { key: string };
  await new Client(urlOf(1)).get('/api/food-logs', { 'x-api-key': key });
  await new Client(urlOf(1)).get(`/api/food-logs?category=${encodeURIComponent(WORDS.person)}`, {
    'x-api-key': key,
  });
  await new Client(urlOf(0)).post('/api/auth/signin', { email: WORDS.stranger, password: WORDS.guess });
  await new Client(urlOf(0)).post('/api/auth/signin', { email: person.email, password: WORDS.guess });
  await new Client(urlOf(0)).post('/api/auth/refresh', { refreshToken: person.refreshToken });
  return { key, refusedLink: refused.split('/').at(-1) ?? '', operatorToken: operator.token ?? '-' };
}

/** Everything that Redis holds, whatever its type: names of keys and what is under them. */
async function redisContents(): Promise<string> {
  const connection = new Redis(redis.url);
  const kept: string[] = [];
  for (const key of await connection.keys('*')) {
    const type = await connection.type(key);
    if (type === 'hash') kept.push(key, JSON.stringify(await connection.hgetall(key)));
    else if (type === 'list') kept.push(key, ...(await connection.lrange(key, 0, -1)));
    else if (type === 'set') kept.push(key, ...(await connection.smembers(key)));
    else if (type === 'zset') kept.push(key, ...(await connection.zrange(key, 0, -1)));
    else if (type === 'stream') kept.push(key, JSON.stringify(await connection.xrange(key, '-', '+')));
    else kept.push(key, (await connection.get(key)) ?? '');
  }
  connection.disconnect();
  return kept.join('\n');
}

describe('what is kept for those who run the service', () => {
  let given: Record<string, string>;
  beforeAll(async () => {
    given = await useEveryDoor();
  }, 120_000);

  it('counts uploads by what became of them, and imports by door, kind and end', async () => {
    const scraped = await Promise.all([
      ...[0, 1].map((n) => metrics(urlOf(n))),
      ...workers.map(async ({ url }) => (await new Client(url).get('/metrics')).text),
    ]);
    const sumOf = (name: string, ...labels: string[]): number =>
      scraped
        .join('\n')
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    const counts = {
      taken: sumOf('pressroom_uploads_total', 'outcome="taken"'),
      refused: sumOf('pressroom_uploads_total', 'outcome="refused"', 'code="unsupported_media_type"'),
      executions: sumOf('pressroom_import_executions_total', 'door="food-logs"'),
      stores: sumOf('pressroom_import_endings_total', 'door="stores"', 'ending="completed"'),
      failed: sumOf('pressroom_import_endings_total', 'code="header_not_recognised"'),
      kept: sumOf('pressroom_import_rows_total', 'kind="food-logs"', 'fate="kept"'),
      wrong: sumOf('pressroom_import_rows_total', 'kind="food-logs"', 'fate="refused"'),
      timed: sumOf('pressroom_import_seconds_count', 'door="food-logs"'),
    };
    expect(counts).toEqual({
      ...{ taken: 4, refused: 1, executions: 3, stores: 1, failed: 1, kept: 299, wrong: 1, timed: 2 },
    });
  });

  it('holds no secret and nothing that people brought: logs, metrics and jobs', async () => {
    const logs = [...apis, ...workers].flatMap((app) => app.logs).join('\n');
    const scraped = await Promise.all(workers.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
    const told = [
      await redisContents(),
      logs,
      await metrics(urlOf(0)),
      await metrics(urlOf(1)),
      ...scraped,
    ].join('\n');
    expect(logs.length).toBeGreaterThan(1000);
    const secrets = {
      ...WORDS,
      ...given,
      password: PASSWORD,
      accessToken: person.token ?? '-',
      refreshToken: person.refreshToken,
      operatorPassword: OPERATOR.password,
      METRICS_TOKEN: TOKEN,
      ...Object.fromEntries(
        Object.entries(environment)
          .filter(([name]) => /KEYS|PEPPER/.test(name))
          .map(([name, value]) => [name, value.split(':').at(-1) ?? value]),
      ),
    };
    expect(
      Object.entries(secrets)
        .filter(([, secret]) => told.includes(secret) || told.includes(encodeURIComponent(secret)))
        .map(([name]) => name),
    ).toEqual([]);
    for (const personal of [
      /[\w.-]+@example\.org/,
      /download\/v1\./,
      /refused\/v1\./,
      /eyJ[\w-]{20,}\./,
      /prt_/,
      /prk_[\w-]{20}/,
    ]) {
      expect({ personal, found: personal.exec(told)?.[0] ?? null }).toEqual({ personal, found: null });
    }
  });
});
