import { migrate, openDatabase } from '@pressroom/entities';
import { seedFoodLogs } from '@pressroom/nutrition';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { testEnvironment } from '../support/environment';
import { startPostgres, startRedis, type TestRedis } from '../support/servers';
import { spawnApp, type SpawnedApp } from '../support/spawn-app';
import { ROOT_PREFIX, TEST_ROOT_VARIABLE } from '../support/test-root';

/** A Pressroom with the times and limits of production, on servers of its own that sync what they promise. */
export interface BenchWorld {
  url: string;
  databaseUrl: string;
  /** Access tokens of the accounts; the first has the food logs. */
  tokens: readonly string[];
  token: string;
  accountId: string;
  redis: TestRedis;
  api: SpawnedApp;
  worker: SpawnedApp;
  /** One more, ended with the rest. */
  startWorker: () => Promise<SpawnedApp>;
  close: () => Promise<void>;
}

const SETTINGS = {
  // The stage that takes templates from outside; times and limits are those of production.
  NODE_ENV: 'test',
  TEST_TEMPLATES: join(__dirname, 'bench-templates.js'),
  REPORT_LIMIT_SECONDS: '60',
  REPORT_LEASE_SECONDS: '20',
  REPORT_BEAT_MS: '1000',
  REPORT_SWEEP_MS: '3000',
  REPORT_RING_AGAIN_SECONDS: '15',
  REPORT_OPEN_QUOTA: '1000000',
  REPORT_DAY_QUOTA: '10000000',
  ACCOUNT_PER_MINUTE: '1000000',
  ANONYMOUS_PER_MINUTE: '1000000',
  STORAGE_FREE_PERCENT: '0',
};

export interface BenchSize {
  /** Food logs of the first account, over its last 30 days. */
  logs: number;
  accounts?: number;
  /** Builds that the worker runs at a time; what this machine has by default unless told otherwise. */
  slots?: number;
}

export async function benchWorld({ logs, accounts = 1, slots = 0 }: BenchSize): Promise<BenchWorld> {
  const root = mkdtempSync(join(tmpdir(), ROOT_PREFIX));
  // PostgreSQL may run as another user, who must be able to pass through.
  chmodSync(root, 0o755);
  process.env[TEST_ROOT_VARIABLE] = root;
  const [postgres, redis] = await Promise.all([
    startPostgres({ durable: true }),
    startRedis({ durable: true }),
  ]);
  await migrate(postgres.url);
  const env = {
    ...testEnvironment({ databaseUrl: postgres.url, redisUrl: redis.url }),
    ...SETTINGS,
    LOG_LEVEL: 'info',
    WORKER_SLOTS: String(slots),
  };
  const startWorker = (): Promise<SpawnedApp> => spawnApp('worker', env);
  const [api, worker] = await Promise.all([spawnApp('api', env), startWorker()]);
  const workers = [worker];
  const people: SignedUp[] = [];
  for (let at = 0; at < accounts; at += 1) people.push(await signUp(api.url, at));
  const tokens = people.map(({ accessToken }) => accessToken);
  const [{ accessToken: token, user }] = people as [SignedUp];
  await seed(postgres.url, user.id, logs);
  await wait(1500);
  return {
    url: api.url,
    databaseUrl: postgres.url,
    tokens,
    token,
    accountId: user.id,
    redis,
    api,
    worker,
    startWorker: async () => {
      const another = await startWorker();
      workers.push(another);
      return another;
    },
    close: async () => {
      const apps = [api, ...workers];
      for (const app of apps) app.kill('SIGTERM');
      await Promise.all(apps.map(({ exited }) => exited));
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface SignedUp {
  accessToken: string;
  user: { id: string };
}

async function signUp(url: string, at: number): Promise<SignedUp> {
  const answer = await fetch(`${url}/api/auth/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: `bench-${at}@pressroom.example`,
      password: 'a password only for measuring',
    }),
  });
  return (await answer.json()) as SignedUp;
}

async function seed(url: string, accountId: string, logs: number): Promise<void> {
  if (logs === 0) return;
  const database = await openDatabase({ url, name: 'bench', accountConnections: 2, systemConnections: 1 });
  await seedFoodLogs(database, {
    accountIds: [accountId],
    logs,
    seed: 1,
    until: new Date().toISOString().slice(0, 10),
  });
  await database.close();
}

/** CPU seconds that a process has used so far, in user and system mode. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** @param share 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
