import type { Tally } from '@pressroom/cache';
import type { Attempts, Throttle, Verdict } from '@pressroom/identity';

/**
 * Failed sign-ins counted for all processes of the service, and in this one as well: while Redis is away the limit
 * still holds here, so that its absence opens no door to guesses.
 */
export class SharedAttempts implements Attempts {
  constructor(
    private readonly own: Throttle,
    private readonly tally: Tally,
    private readonly settings: { limit: number; windowMs: number },
  ) {}

  async tryNow(key: string): Promise<Verdict> {
    const here = this.own.tryNow(key);
    const { limit, windowMs } = this.settings;
    const all = await this.tally.hit(key, windowMs).catch(() => null);
    if (all === null || all.count <= limit) return here;
    const wait = Math.max(1, Math.ceil(all.leftMs / 1000), here.wait);
    return { wait, locked: all.count === limit + 1 };
  }

  async succeed(key: string): Promise<void> {
    this.own.succeed(key);
    await this.tally.clear(key).catch(() => undefined);
  }
}
