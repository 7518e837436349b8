import type { Redis } from 'ioredis';
import { createHmac } from 'node:crypto';
import { type Counts, NO_COUNTS, type Policy, step, type Verdict } from './window';

export interface Limiter {
  /** Counts one more of `key` if the policy allows it. Parallel calls are counted one after the other. */
  take(key: string, policy: Policy): Promise<Verdict>;
}

const MOST_KEYS = 50_000;

/** In the memory of one process. */
export class MemoryLimiter implements Limiter {
  private readonly keys = new Map<string, Counts>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number = Date.now) {}

  take(key: string, policy: Policy): Promise<Verdict> {
    const { counts, verdict } = step(this.keys.get(key) ?? NO_COUNTS, policy, this.now());
    // Put anew, so that the map is in the order of last use and the ones longest unused go first.
    this.keys.delete(key);
    this.keys.set(key, counts);
    const [oldest] = this.keys.size > MOST_KEYS ? this.keys.keys() : [];
    if (oldest !== undefined) this.keys.delete(oldest);
    return Promise.resolve(verdict);
  }

  /** Takes back what was counted last: it did not happen after all. */
  giveBack(key: string): void {
    const counts = this.keys.get(key);
    if (counts !== undefined && counts.current > 0)
      this.keys.set(key, { ...counts, current: counts.current - 1 });
  }
}

/** `step` in Lua, by the clock of Redis: the processes of one service agree on it. */
const SCRIPT = `
  local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local index = math.floor(now / window)
  local known = redis.call('HMGET', KEYS[1], 'index', 'current', 'previous')
  local at, current, previous = tonumber(known[1] or -1), tonumber(known[2] or 0), tonumber(known[3] or 0)
  if at == index - 1 then previous, current = current, 0 elseif at ~= index then previous, current = 0, 0 end
  local into = (now - index * window) / window
  local used = previous * (1 - into) + current
  local allowed = used + 1 <= limit
  local share
  if allowed then
    current = current + 1
    share = 1 - into
  elseif current + 1 <= limit then
    share = 1 - (limit - 1 - current) / previous - into
  else
    share = 1 - into + math.max(0, 1 - (limit - 1) / current)
  end
  redis.call('HSET', KEYS[1], 'index', index, 'current', current, 'previous', previous)
  redis.call('PEXPIRE', KEYS[1], 2 * window)
  return { allowed and 1 or 0, allowed and math.floor(limit - used - 1) or 0, math.max(1, math.ceil(share * window)) }`;

type Scripted = Redis & {
  takeOne(key: string, limit: number, windowMs: number): Promise<[number, number, number]>;
};

/** Under which names Redis may know of a key: for whoever removes what is remembered of it. */
export function limiterKeys(secret: Buffer, key: string): [string] {
  return [`limit:${createHmac('sha256', secret).update(key).digest('base64url').slice(0, 22)}`];
}

/** In Redis, for all processes of the service. Keys are hashed with a secret: whose they are can't be read there. */
export class RedisLimiter implements Limiter {
  private readonly redis: Scripted;

  constructor(
    redis: Redis,
    private readonly secret: Buffer,
  ) {
    redis.defineCommand('takeOne', { numberOfKeys: 1, lua: SCRIPT });
    this.redis = redis as Scripted;
  }

  /** @throws when Redis does not answer at once */
  async take(key: string, { limit, windowMs }: Policy): Promise<Verdict> {
    const [name] = limiterKeys(this.secret, key);
    const [allowed, remaining, waitMs] = await this.redis.takeOne(name, limit, windowMs);
    return { allowed: allowed === 1, remaining, waitMs };
  }
}

/** Milliseconds for which a Redis that has not answered is not asked again: at first, and at most. */
const REST_MS = { first: 1000, most: 15_000 };

/**
 * Redis decides, for all processes together; while it is away, or too slow to be waited for, each of them does. Nobody
 * is refused because Redis is away, and no limit is lost with it: this process counts all along, so that it alone
 * never lets through more than the limit.
 */
export class InsuredLimiter implements Limiter {
  private restMs = 0;
  private restUntil = 0;

  constructor(
    private readonly shared: Limiter,
    private readonly own: MemoryLimiter,
  ) {}

  async take(key: string, policy: Policy): Promise<Verdict> {
    const here = await this.own.take(key, policy);
    if (!here.allowed || performance.now() < this.restUntil) return here;
    // After a failure one request finds out whether Redis is back; the others do not wait with it.
    const { restMs } = this;
    if (restMs > 0) this.restUntil = performance.now() + restMs;
    try {
      const everywhere = await this.shared.take(key, policy);
      [this.restMs, this.restUntil] = [0, 0];
      if (!everywhere.allowed) this.own.giveBack(key);
      return everywhere;
    } catch {
      this.restMs = Math.min(REST_MS.most, Math.max(REST_MS.first, restMs * 2));
      this.restUntil = performance.now() + this.restMs;
      return here;
    }
  }
}
