import type { SystemDatabase } from '@pressroom/entities';
import type { Queue } from 'bull';

export interface ReadinessParts {
  database: SystemDatabase;
  queue: Queue;
  /** In production Redis must keep what it is given: AOF on, nothing evicted. */
  checkDurability: boolean;
  hasRoom: () => boolean;
}

/** `ok`, or in a few words what is wrong. */
export type Checks = Record<'database' | 'redis' | 'disk', string>;

/** Whether this worker can do its work: the rows and the bells. */
export class Readiness {
  constructor(private readonly parts: ReadinessParts) {}

  async check(): Promise<Checks> {
    const [database, redis] = await Promise.all([
      verdict(this.parts.database.system('SELECT 1').then(() => 'ok')),
      verdict(this.redis()),
    ]);
    return {
      database,
      redis,
      disk: this.parts.hasRoom() ? 'ok' : 'less free space than the service keeps back',
    };
  }

  private async redis(): Promise<string> {
    const client = this.parts.queue.client;
    await client.ping();
    if (!this.parts.checkDurability) return 'ok';
    const [, policy] = (await client.config('GET', 'maxmemory-policy')) as string[];
    const [, aof] = (await client.config('GET', 'appendonly')) as string[];
    if (policy !== 'noeviction')
      return `maxmemory-policy is ${policy ?? 'unknown'}, not noeviction: jobs may vanish`;
    if (aof !== 'yes') return 'appendonly is off: jobs vanish in a crash';
    return 'ok';
  }
}

function verdict(work: Promise<string>): Promise<string> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve('did not answer within 2 s'), 2000);
    work.then(resolve, () => resolve('is away')).finally(() => clearTimeout(limit));
  });
}
