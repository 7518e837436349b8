import { Redis } from 'ioredis';

/** Everything of this room lies under it, beside the queues. */
export const CACHE_PREFIX = '{pressroom-cache}:';
/** Milliseconds; whoever asks has something else to do when there is no answer. */
const PATIENCE_MS = 1000;
const PROBE_MS = 10_000;
/** A connection on which nothing comes back for so long is given up: a way that is broken answers no command and no probe. */
const SILENCE_MS = 3000;

/**
 * A connection that fails fast: what is kept here is a help and never the truth, so nothing ever waits for it.
 * @param url `redis://…` or `rediss://…`
 */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    keyPrefix: CACHE_PREFIX,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: PATIENCE_MS,
    socketTimeout: SILENCE_MS,
    connectTimeout: 2000,
    keepAlive: PROBE_MS,
    retryStrategy: (attempt: number) => Math.min(100 * attempt, 2000),
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  });
  // Its state is asked before each use; a listener must be there, or Node ends the process.
  redis.on('error', () => undefined);
  return redis;
}
