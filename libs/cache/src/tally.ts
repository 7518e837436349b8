import type { Redis } from 'ioredis';
import { createHmac } from 'node:crypto';

const SCRIPT = `
  local count = redis.call('INCR', KEYS[1])
  if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
  return { count, redis.call('PTTL', KEYS[1]) }`;

type Scripted = Redis & { tallyHit(key: string, windowMs: number): Promise<[number, number]> };

/** Counts per key in windows that begin with the first hit, for all processes of the service. */
export class Tally {
  private readonly redis: Scripted;

  constructor(
    redis: Redis,
    private readonly secret: Buffer,
  ) {
    redis.defineCommand('tallyHit', { numberOfKeys: 1, lua: SCRIPT });
    this.redis = redis as Scripted;
  }

  /**
   * @returns hits of the window, this one included, and milliseconds until it ends
   * @throws when Redis does not answer at once
   */
  async hit(key: string, windowMs: number): Promise<{ count: number; leftMs: number }> {
    const [count, leftMs] = await this.redis.tallyHit(this.hidden(key), windowMs);
    return { count, leftMs };
  }

  /** @throws when Redis does not answer at once */
  async clear(key: string): Promise<void> {
    await this.redis.del(this.hidden(key));
  }

  private hidden(key: string): string {
    return `tally:${createHmac('sha256', this.secret).update(key).digest('base64url').slice(0, 22)}`;
  }
}
