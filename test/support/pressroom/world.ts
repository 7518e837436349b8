import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { withClient } from '../../../apps/cli/src/servers';
import { migrate } from '@pressroom/entities';
import { freshDatabase } from '../databases';
import { testEnvironment } from '../environment';
import { startPostgres, startRedis, type TestPostgres, type TestRedis } from '../servers';
import { type Exit, spawnApp, type SpawnedApp, type SpawnOptions } from '../spawn-app';
import { projectRoot, tempFolder } from '../test-root';
import { Client } from './client';
import { keepHistory, moveClock } from './history';

const TEMPLATES = join(projectRoot(), 'dist', 'test', 'support', 'fault-templates.js');

export interface PressroomOptions {
  /** Worker processes to begin with; 1 by default. */
  workers?: number;
  /** True by default. */
  api?: boolean;
  /** Laid over `testEnvironment`, for every app of this world. */
  env?: Record<string, string>;
  /** A PostgreSQL of this world's own, for tests that hurt it; otherwise a database of the shared one. */
  ownPostgres?: boolean;
  /** Addresses that the apps are given in place of the servers' own: a proxy's, say. */
  through?: (addresses: { databaseUrl: string; redisUrl: string }) => Promise<{
    databaseUrl: string;
    redisUrl: string;
  }>;
}

/** Before a process counts as not coming up: the machine may be busy. */
const PATIENCE_MS = 90_000;

/** A whole Pressroom of a test's own: its database, its Redis, its folders, its processes. */
export class Pressroom {
  readonly workers: SpawnedApp[] = [];
  private server: SpawnedApp | null = null;

  constructor(
    /** The environment of its apps. */
    readonly env: Record<string, string>,
    readonly redis: TestRedis,
    /** Null when the database is one of the shared server. */
    readonly postgres: TestPostgres | null,
    /** Superuser's address of its database. */
    readonly adminUrl: string,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  get api(): SpawnedApp {
    if (this.server === null) throw new Error('this world has no api');
    return this.server;
  }

  /** Folder of the artefacts. */
  get files(): string {
    return fileURLToPath(this.env['STORAGE_URL'] ?? '');
  }

  /** @param env laid over the world's, for this process */
  async startWorker(env: Record<string, string> = {}, options: SpawnOptions = {}): Promise<SpawnedApp> {
    const worker = await spawnApp('worker', { ...this.env, ...env }, { patienceMs: PATIENCE_MS, ...options });
    this.workers.push(worker);
    return worker;
  }

  async startApi(env: Record<string, string> = {}, options: SpawnOptions = {}): Promise<SpawnedApp> {
    this.server = await spawnApp('api', { ...this.env, ...env }, { patienceMs: PATIENCE_MS, ...options });
    return this.server;
  }

  signUp(): Promise<Client> {
    return Client.signUp(() => this.api.url);
  }

  /** As superuser: behind every wall. */
  async sql<Row>(text: string, params: unknown[] = []): Promise<Row[]> {
    return withClient(this.adminUrl, async (client) => {
      const { rows } = await client.query(text, params);
      return rows as Row[];
    });
  }

  /** Moves `app_now()` so many seconds ahead of the wall clock. */
  moveClock(seconds: number): Promise<void> {
    return moveClock(this.adminUrl, seconds);
  }

  /** Waits until a query's first row makes `wanted` true. */
  async untilSql<Row>(text: string, wanted: (row: Row) => boolean, patienceMs = 90_000): Promise<Row> {
    let last: unknown = null;
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(80)) {
      const [row] = await this.sql<Row>(text).catch((error: unknown) => {
        last = String(error);
        return [];
      });
      if (row === undefined) continue;
      if (wanted(row)) return row;
      last = row;
    }
    throw new Error(`${text}: not in ${patienceMs} ms; last: ${JSON.stringify(last)}`);
  }

  /** Lets reports have as many executions as a row can: for faults that may cost each any number of them. */
  async grantExecutions(ids: readonly string[]): Promise<void> {
    await this.sql('UPDATE reports SET max_attempts = 20 WHERE id = ANY ($1)', [ids]);
  }

  /** Waits until no report is open any more. */
  async settled(patienceMs?: number): Promise<void> {
    await this.untilSql<{ open: number }>(
      `SELECT count(*)::int AS open FROM reports WHERE status IN ('PENDING', 'RUNNING')`,
      ({ open }) => open === 0,
      patienceMs,
    );
  }

  /** Waits for a process to end. @throws with its last lines when it does not */
  async gone(app: SpawnedApp | undefined, patienceMs = 90_000): Promise<Exit> {
    if (app === undefined) throw new Error('there is no such process');
    const late = wait(patienceMs, null, { ref: false });
    const exit = await Promise.race([app.exited, late]);
    if (exit === null)
      throw new Error(`process still there. Its last lines:\n${app.logs.slice(-8).join('\n')}`);
    return exit;
  }

  async close(): Promise<void> {
    const apps = [...this.workers, ...(this.server === null ? [] : [this.server])];
    for (const app of apps) {
      app.kill('SIGCONT');
      app.kill('SIGKILL');
    }
    await Promise.all(apps.map(({ exited }) => exited));
    this.redis.resume();
    await Promise.all([this.redis.kill(), this.dropDatabase()]);
  }
}

/** Starts a Pressroom for one test file. Whoever starts it closes it. */
export async function startPressroom(options: PressroomOptions = {}): Promise<Pressroom> {
  const { workers = 1, api = true, env = {}, ownPostgres = false, through } = options;
  const [database, redis] = await Promise.all([ownPostgres ? ownDatabase() : sharedDatabase(), startRedis()]);
  await keepHistory(database.adminUrl);
  const own = { databaseUrl: database.url, redisUrl: redis.url };
  const environment = {
    ...testEnvironment(through === undefined ? own : await through(own)),
    REPORT_LIMIT_SECONDS: '6',
    REPORT_RETRY_BACKOFF_SECONDS: '0,1,1',
    STORAGE_FREE_PERCENT: '0',
    TEST_TEMPLATES: TEMPLATES,
    ...env,
  };
  const world = new Pressroom(environment, redis, database.server, database.adminUrl, database.drop);
  mkdirSync(world.files, { recursive: true });
  try {
    await Promise.all([
      ...(api ? [world.startApi()] : []),
      ...Array.from({ length: workers }, () => world.startWorker()),
    ]);
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}

/** A file for the journals of test templates. */
export function newJournal(): string {
  return join(tempFolder('journal').path, 'executions');
}

interface WorldDatabase {
  url: string;
  adminUrl: string;
  server: TestPostgres | null;
  drop: () => Promise<void>;
}

async function sharedDatabase(): Promise<WorldDatabase> {
  return { ...(await freshDatabase()), server: null };
}

async function ownDatabase(): Promise<WorldDatabase> {
  const server = await startPostgres();
  await migrate(server.url);
  return { url: server.url, adminUrl: server.adminUrl, server, drop: () => server.stop() };
}
