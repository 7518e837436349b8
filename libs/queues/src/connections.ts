import type { QueueOptions } from 'bull';

/** All keys in one hash slot: the queues also work on a Redis Cluster. */
export const QUEUE_PREFIX = '{pressroom}';

/** A connection without traffic is probed after this: a Redis that vanished without a word is noticed. */
const PROBE_MS = 10_000;

/**
 * A connection on which a command was sent and nothing came back for so long is dead, whatever probes say: what answers
 * them may be something on the way. It is given up and another one is made. Listeners block for `drainDelay` at most.
 */
const SILENCE_MS = { producer: 3000, consumer: 10_000 } as const;

export interface RedisAddress {
  /** `redis://…` or `rediss://…`, with password and database number if any. */
  url: string;
}

/**
 * For those who ring: fail fast. The row is committed before the bell, so a bell that could not be rung
 * costs some seconds until the dispatcher repeats it, while a request that waits for Redis costs a user.
 */
export function producerOptions(redis: RedisAddress): QueueOptions {
  return {
    prefix: QUEUE_PREFIX,
    redis: {
      ...parse(redis.url),
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: 1000,
      socketTimeout: SILENCE_MS.producer,
      connectTimeout: 2000,
      keepAlive: PROBE_MS,
      retryStrategy: (attempt: number) => Math.min(100 * attempt, 2000),
    },
  };
}

/** For those who listen: never give up. Bull's own locks only save double deliveries; the row's lease decides. */
export function consumerOptions(redis: RedisAddress): QueueOptions {
  return {
    prefix: QUEUE_PREFIX,
    redis: {
      ...parse(redis.url),
      maxRetriesPerRequest: null as unknown as number,
      enableReadyCheck: false,
      socketTimeout: SILENCE_MS.consumer,
      connectTimeout: 2000,
      keepAlive: PROBE_MS,
      retryStrategy: (attempt: number) => Math.min(100 * attempt, 2000),
      reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    },
    settings: {
      lockDuration: 30_000,
      lockRenewTime: 5000,
      stalledInterval: 15_000,
      maxStalledCount: 5,
      retryProcessDelay: 500,
      drainDelay: 2,
    },
  };
}

/** A window of finished jobs stays for operators; a kept job blocks its id, so ids carry the dispatch number. */
export const JOB_OPTIONS = {
  attempts: 1,
  removeOnComplete: { age: 86_400, count: 5000 },
  removeOnFail: { age: 604_800, count: 5000 },
} as const;

function parse(url: string): {
  host: string;
  port: number;
  password?: string;
  username?: string;
  db?: number;
  tls?: object;
} {
  const address = new URL(url);
  const database = address.pathname.replace('/', '');
  return {
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port || 6379),
    ...(address.password === '' ? {} : { password: decodeURIComponent(address.password) }),
    ...(address.username === '' ? {} : { username: decodeURIComponent(address.username) }),
    ...(database === '' ? {} : { db: Number(database) }),
    ...(address.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
