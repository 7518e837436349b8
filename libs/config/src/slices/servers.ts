import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Environment } from '../environment';
import { address, onOff, whole } from '../kinds';
import { isExample } from '../secret-strength';

export interface DatabaseConfig {
  url: string;
  /** Connections that one process keeps at most. */
  poolSize: number;
  /** Longest wait for a free connection, in milliseconds; then the api answers 503. */
  poolWaitMs: number;
  /** Longest statement of an ordinary request, in milliseconds. */
  statementTimeoutMs: number;
}

export interface RedisConfig {
  url: string;
  /** The worker checks `noeviction` and AOF at its start and is not ready when they are wrong. */
  checkDurability: boolean;
}

export interface StorageConfig {
  /** `file:///folder` or `s3://bucket/prefix?endpoint=…`. */
  url: string;
  /** Share of the disk that must be free for new reports, 0 to 1. */
  freeShare: number;
}

const NEEDS_SERVER = '`npm start` finds or starts one in development';

export function readDatabase(environment: Environment): DatabaseConfig | undefined {
  const values = environment.read({
    DATABASE_URL: address(['postgres:', 'postgresql:']).optional(),
    DATABASE_POOL: whole(1, 500, 10),
    DATABASE_POOL_WAIT_MS: whole(10, 60_000, 2500),
    DATABASE_STATEMENT_TIMEOUT_MS: whole(100, 600_000, 15_000),
  });
  if (values === undefined) return undefined;
  if (values.DATABASE_URL === undefined) environment.fault('DATABASE_URL', `is not set; ${NEEDS_SERVER}`);
  else checkPassword(environment, 'DATABASE_URL', values.DATABASE_URL);
  return {
    url: values.DATABASE_URL ?? '',
    poolSize: values.DATABASE_POOL,
    poolWaitMs: values.DATABASE_POOL_WAIT_MS,
    statementTimeoutMs: values.DATABASE_STATEMENT_TIMEOUT_MS,
  };
}

export function readRedis(environment: Environment): RedisConfig | undefined {
  const values = environment.read({
    REDIS_URL: address(['redis:', 'rediss:']).optional(),
    REDIS_CHECK: onOff(environment.production),
  });
  if (values === undefined) return undefined;
  if (values.REDIS_URL === undefined) environment.fault('REDIS_URL', `is not set; ${NEEDS_SERVER}`);
  else checkPassword(environment, 'REDIS_URL', values.REDIS_URL);
  return { url: values.REDIS_URL ?? '', checkDurability: values.REDIS_CHECK };
}

export function readStorage(environment: Environment, home: string): StorageConfig | undefined {
  const values = environment.read({
    STORAGE_URL: address(['file:', 's3:']).optional(),
    STORAGE_FREE_PERCENT: whole(0, 99, 10),
  });
  if (values === undefined) return undefined;
  if (environment.production && values.STORAGE_URL === undefined) {
    environment.fault('STORAGE_URL', 'is not set; api and worker must see the same files');
  }
  return {
    url: values.STORAGE_URL ?? pathToFileURL(join(home, 'files')).href,
    freeShare: values.STORAGE_FREE_PERCENT / 100,
  };
}

/** In production a server's address carries a password, and none that examples show. */
function checkPassword(environment: Environment, name: string, url: string): void {
  if (!environment.production) return;
  const password = decodeURIComponent(new URL(url).password);
  if (password === '') environment.fault(name, 'has no password');
  else if (password.length < 16) environment.fault(name, 'has a password of fewer than 16 characters');
  else if (isExample(Buffer.from(password)))
    environment.fault(name, 'has a password that looks like an example');
}
