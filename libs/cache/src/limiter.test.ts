import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { startRedis, type TestRedis } from '../../../test/support/servers';
import { CACHE_PREFIX, InsuredLimiter, MemoryLimiter, NO_COUNTS, openRedis, RedisLimiter, step } from '.';

const MINUTE = { limit: 10, windowMs: 60_000 };
const START = 1_800_000_000_000 - (1_800_000_000_000 % 60_000);

describe('a sliding window', () => {
  it('allows the limit and then says when to come back, and keeps its word', () => {
    let counts = NO_COUNTS;
    for (let n = 0; n < 10; n += 1) {
      const { verdict, ...next } = step(counts, MINUTE, START + 1000);
      expect(verdict).toMatchObject({ allowed: true, remaining: 9 - n });
      counts = next.counts;
    }
    const refused = step(counts, MINUTE, START + 1000).verdict;
    expect(refused.allowed).toBe(false);
    expect(step(counts, MINUTE, START + 1000 + refused.waitMs).verdict.allowed).toBe(true);
    expect(step(counts, MINUTE, START + 1000 + refused.waitMs - 1000).verdict.allowed).toBe(false);
  });

  it('gives no second helping at the edge between two windows', () => {
    let counts = NO_COUNTS;
    for (let n = 0; n < 10; n += 1) counts = step(counts, MINUTE, START + 59_000).counts;
    let allowed = 0;
    for (let n = 0; n < 10; n += 1) {
      const next = step(counts, MINUTE, START + 61_000);
      counts = next.counts;
      if (next.verdict.allowed) allowed += 1;
    }
    expect(allowed).toBe(0);
  });

  it('keeps its word about the wait at any moment of any history', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let counts = NO_COUNTS;
    let now = START;
    for (let n = 0; n < 5000; n += 1) {
      now += random(20_000);
      const { verdict, counts: next } = step(counts, MINUTE, now);
      if (!verdict.allowed) {
        expect(step(next, MINUTE, now + verdict.waitMs).verdict.allowed).toBe(true);
      }
      counts = next;
    }
  });
});

describe('limits in Redis', () => {
  let redis: TestRedis;
  const secret = randomBytes(32);
  beforeAll(async () => {
    redis = await startRedis({ durable: false });
  });
  afterAll(() => redis.stop());

  it('hold exactly under a parallel burst from several processes', async () => {
    const connections = [openRedis(redis.url), openRedis(redis.url), openRedis(redis.url)];
    await Promise.all(connections.map((each) => new Promise((ready) => each.once('ready', ready))));
    const limiters = connections.map((each) => new RedisLimiter(each, secret));
    const verdicts = await Promise.all(
      Array.from({ length: 100 }, () =>
        limiters.map((each) => each.take('burst', { limit: 25, windowMs: 3_600_000 })),
      ).flat(),
    );
    expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(25);
    const keys = await connections[0]?.keys(`${CACHE_PREFIX}*`);
    expect(keys?.join()).not.toContain('burst');
    for (const each of connections) each.disconnect();
  });

  it('are what the pure function says', async () => {
    const connection = openRedis(redis.url);
    await new Promise((ready) => connection.once('ready', ready));
    const limiter = new RedisLimiter(connection, secret);
    const policy = { limit: 7, windowMs: 86_400_000 };
    let counts = NO_COUNTS;
    for (let n = 0; n < 9; n += 1) {
      const told = await limiter.take('same', policy);
      const { verdict, counts: next } = step(counts, policy, Date.now());
      counts = next;
      expect([told.allowed, told.remaining]).toEqual([verdict.allowed, verdict.remaining]);
      expect(Math.abs(told.waitMs - verdict.waitMs)).toBeLessThan(10_000);
    }
    connection.disconnect();
  });

  it('hold in this process while Redis is away, and in Redis again when it is back', async () => {
    const connection = openRedis(redis.url);
    await new Promise((ready) => connection.once('ready', ready));
    const limiter = new InsuredLimiter(new RedisLimiter(connection, secret), new MemoryLimiter());
    const policy = { limit: 5, windowMs: 3_600_000 };
    await redis.kill();
    const away = await Promise.all(Array.from({ length: 20 }, () => limiter.take('insured', policy)));
    expect(away.filter(({ allowed }) => allowed)).toHaveLength(5);
    await redis.restart();
    for (const deadline = Date.now() + 20_000; connection.status !== 'ready'; await wait(50)) {
      if (Date.now() > deadline) throw new Error('did not reconnect');
    }
    await wait(1200);
    expect((await limiter.take('insured', policy)).allowed).toBe(false);
    expect((await limiter.take('another', policy)).allowed).toBe(true);
    expect((await connection.keys('*')).length).toBeGreaterThan(0);
    connection.disconnect();
  });
});
