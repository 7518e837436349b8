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

describe('what is kept for those who run the service', () => {
  it('holds no secret and nobody’s address: logs, metrics and jobs', async () => {
    const connection = new Redis(redis.url);
    const keys = await connection.keys('*');
    const kept = [keys.join('\n')];
    for (const key of keys) {
      if ((await connection.type(key)) === 'hash') kept.push(JSON.stringify(await connection.hgetall(key)));
    }
    connection.disconnect();
    const logs = [...apis, ...workers].flatMap((app) => app.logs).join('\n');
    const told = [...kept, logs, await metrics(urlOf(0)), await metrics(urlOf(1))].join('\n');
    expect(logs.length).toBeGreaterThan(1000);
    const secrets = {
      password: PASSWORD,
      accessToken: person.token ?? '-',
      refreshToken: person.refreshToken,
      METRICS_TOKEN: TOKEN,
      ...Object.fromEntries(
        Object.entries(environment)
          .filter(([name]) => /KEYS|PEPPER/.test(name))
          .map(([name, value]) => [name, value.split(':').at(-1) ?? value]),
      ),
    };
    expect(Object.entries(secrets).filter(([, secret]) => told.includes(secret))).toEqual([]);
    for (const personal of [
      /[\w.]+@example\.org/,
      /download\/v1\./,
      /eyJ[\w-]{20,}\./,
      /prt_/,
      /prk_[\w-]{20}/,
    ]) {
      expect({ personal, found: personal.exec(told)?.[0] ?? null }).toEqual({ personal, found: null });
    }
  });
});
