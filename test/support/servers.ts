import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import {
  ensureDatabase,
  findRedis,
  HOW_TO_GET_REDIS,
  keepMark,
  markOf,
  PostgresServer,
  RedisServer,
} from '../../apps/cli/src/servers';
import { MARKS } from './global-teardown';
import { tempFolder, testRoot } from './test-root';

/** Password of the owner role on test servers; they listen on 127.0.0.1 for the length of a run. */
export const OWNER_PASSWORD = 'owner-of-test-databases';

/** Remembers a process, so that it ends with the run even when its test forgets it or dies. */
export function remember(pid: number | null): void {
  const mark = pid === null ? null : markOf(pid);
  if (mark === null) return;
  mkdirSync(join(testRoot(), MARKS), { recursive: true });
  keepMark(join(testRoot(), MARKS, `${mark.pid}-${mark.born}`), mark);
}

export interface TestPostgres {
  /** Address of an empty database `pressroom` for its owner, who is no superuser. */
  url: string;
  /** Address of the same database for a superuser. */
  adminUrl: string;
  port: number;
  /** `immediate` is a crash with recovery at the next start. */
  restart(mode?: 'smart' | 'fast' | 'immediate'): Promise<void>;
  /** SIGKILL; `restart` brings it back on the same port. */
  kill(): Promise<void>;
  /** Freezes every process of the server: connections hang. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** A PostgreSQL of the caller's own, with fsync on, for tests that hurt it. Others take `freshDatabase()`. */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<TestPostgres> {
  const folder = openFolder('postgres');
  const server = await PostgresServer.start({
    folder: join(folder, 'data'),
    log: join(folder, 'log'),
    durable: options.durable ?? true,
  });
  remember(server.pid);
  const url = await ensureDatabase(server.adminUrl(), 'pressroom', OWNER_PASSWORD);
  return {
    url,
    adminUrl: server.adminUrl('pressroom'),
    port: server.port,
    restart: async (mode) => {
      await server.restart(mode);
      remember(server.pid);
    },
    kill: () => server.kill(),
    pause: () => server.pause(),
    resume: () => server.resume(),
    stop: () => server.stop('immediate'),
  };
}

export interface TestRedis {
  url: string;
  port: number;
  /** Clean stop and start on the same port, with what the append-only file holds. */
  restart(): Promise<void>;
  /** SIGKILL; `restart` brings it back on the same port. */
  kill(): Promise<void>;
  /** Freezes it: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** A Redis of the caller's own on a free port. */
export async function startRedis(options: { durable?: boolean } = {}): Promise<TestRedis> {
  const binary = findRedis();
  if (binary === null) throw new Error(`These tests need a real Redis: ${HOW_TO_GET_REDIS}`);
  const { path } = tempFolder('redis');
  const server = await RedisServer.start(
    { folder: path, log: join(path, 'log'), durable: options.durable ?? true },
    binary,
  );
  remember(server.pid);
  return {
    url: server.url,
    port: server.port,
    restart: async () => {
      await server.restart();
      remember(server.pid);
    },
    kill: () => server.kill(),
    pause: () => server.pause(),
    resume: () => server.resume(),
    stop: () => server.stop(),
  };
}

/** A folder that the user of PostgreSQL can reach: `tempFolder` closes itself to others. */
function openFolder(name: string): string {
  const folder = mkdtempSync(join(testRoot(), `${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}
