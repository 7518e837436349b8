import { join } from 'node:path';
import {
  canEnter,
  ensureDatabase,
  findRedis,
  HOW_TO_GET_REDIS,
  postgresIdentity,
  PostgresServer,
  reachablePlace,
  RedisServer,
} from '../servers';
import type { Home } from './home';
import { startMemoryRedis } from './memory-redis';
import type { Say } from './say';
import type { Used } from './used-server';

const POSTGRES_PORT = 54_320;
const REDIS_PORT = 63_790;

/** DATABASE_URL wins; otherwise our own PostgreSQL over the home's data. */
export async function choosePostgres(home: Home, given: string | undefined, say: Say): Promise<Used> {
  if (given !== undefined) {
    say.line('  PostgreSQL: the one of DATABASE_URL');
    return { url: given, own: null };
  }
  const began = performance.now();
  const server = await PostgresServer.start({
    folder: join(postgresPlace(home, say), 'postgres'),
    log: join(home.logs, 'postgres.log'),
    port: POSTGRES_PORT,
  });
  const url = await ensureDatabase(server.adminUrl(), 'pressroom', home.secrets.DATABASE_PASSWORD);
  say.done(
    `PostgreSQL ${server.binaries.major} from ${server.binaries.origin} on port ${server.port}`,
    performance.now() - began,
  );
  return { url, own: server };
}

/** PostgreSQL never runs as root, and the user that runs it must be able to reach its data. */
function postgresPlace(home: Home, say: Say): string {
  const identity = postgresIdentity();
  if (canEnter(identity, home.path)) return home.path;
  const place = reachablePlace(home.path);
  say.warn(
    `PostgreSQL runs as ${identity?.name ?? 'another user'}, who can't reach ${home.path}: its data is in ${place}`,
  );
  return place;
}

/** REDIS_URL wins; then a real Redis of our own; then, for this command only, one that lives in memory. */
export async function chooseRedis(home: Home, given: string | undefined, say: Say): Promise<Used> {
  if (given !== undefined) {
    say.line('  Redis: the one of REDIS_URL');
    return { url: given, own: null };
  }
  const began = performance.now();
  const binary = findRedis();
  if (binary === null) {
    say.warn('No Redis found: queues live in the memory of this process, slowly and until it ends.');
    say.warn(`For real use ${HOW_TO_GET_REDIS}.`);
    return startMemoryRedis();
  }
  const server = await RedisServer.start(
    {
      folder: join(home.path, 'redis'),
      log: join(home.logs, 'redis.log'),
      port: REDIS_PORT,
      password: home.secrets.REDIS_PASSWORD,
    },
    binary,
  );
  say.done(`Redis (${binary.origin}) on port ${server.port}`, performance.now() - began);
  return { url: server.url, own: server };
}
