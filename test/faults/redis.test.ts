import { setTimeout as wait } from 'node:timers/promises';
import { type Client, oracle, type Pressroom, redisCommand, startPressroom } from '../support';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('a Redis that fails', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({
      workers: 0,
      api: false,
      env: { WORKER_SLOTS: '2', REPORT_LIMIT_SECONDS: '30', REPORT_OPEN_QUOTA: '1000' },
    });
  });
  afterAll(() => world.close());

  const orderMany = (count: number): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, () => client.order('test.plain', { rows: 1 })));
  const allMade = async (): Promise<void> => {
    await world.settled();
    const { violations, counts } = await oracle(world, { clients: [client], links: 5 });
    expect(violations).toEqual([]);
    expect(Object.keys(counts)).toEqual(['COMPLETED']);
  };

  it('from the start keeps neither api nor worker from starting, and no request from being taken', async () => {
    await world.redis.kill();
    await Promise.all([world.startApi(), world.startWorker({}, { ready: false })]);
    client = await world.signUp();
    const id = await client.order('test.plain');
    expect((await fetch(`${world.api.url}/health/ready`)).status).toBe(200);
    expect((await client.read(id)).status).toBe('PENDING');
    await world.redis.restart();
    expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  });

  it('by a kill with a hundred waiting loses none', async () => {
    await orderMany(50);
    await world.redis.kill();
    await orderMany(50);
    await world.redis.restart();
    await allMade();
  });

  it('by forgetting everything loses none', async () => {
    await orderMany(40);
    expect(await redisCommand(world.redis.url, 'FLUSHALL')).toBe('+OK');
    await orderMany(10);
    await allMade();
  });

  it('by running out of memory keeps no request from being taken, and recovers by itself', async () => {
    const before = await orderMany(10);
    expect(await redisCommand(world.redis.url, 'CONFIG', 'SET', 'maxmemory', '1')).toBe('+OK');
    expect(await redisCommand(world.redis.url, 'SET', 'any', 'thing')).toMatch(/^-OOM/);
    const during: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      during.push(...(await orderMany(5)));
      expect((await fetch(`${world.api.url}/health/ready`)).status).toBe(200);
      await wait(500);
    }
    expect(await redisCommand(world.redis.url, 'CONFIG', 'SET', 'maxmemory', '0')).toBe('+OK');
    for (const id of [...before, ...during])
      expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    await allMade();
  });

  it('by standing still makes nothing twice', async () => {
    await orderMany(20);
    await redisCommand(world.redis.url, 'CLIENT', 'PAUSE', '2000', 'ALL');
    await orderMany(5);
    world.redis.pause();
    await orderMany(5);
    await wait(3000);
    world.redis.resume();
    await allMade();
    const [twice] = await world.sql<{ n: number }>(
      'SELECT count(*)::int AS n FROM reports WHERE attempts > 1',
    );
    expect(twice?.n).toBe(0);
  });

  it('by losing one job leaves its report to the next bell', async () => {
    const [worker] = world.workers;
    worker?.kill('SIGSTOP');
    const id = await client.order('test.plain');
    await wait(300);
    await redisCommand(world.redis.url, 'DEL', `{pressroom}:reports-interactive:report-${id}-0-1`);
    worker?.kill('SIGCONT');
    expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    await allMade();
  });

  it.each([
    ['maxmemory-policy', 'allkeys-lru', 'noeviction', /maxmemory-policy/],
    ['appendonly', 'no', 'yes', /appendonly/],
  ])(
    'that may lose jobs (%s %s) makes a production worker refuse to be ready',
    async (name, bad, good, words) => {
      await redisCommand(world.redis.url, 'CONFIG', 'SET', name, bad);
      const worker = await world.startWorker({ REDIS_CHECK: 'on' }, { ready: false });
      const answer = await fetch(`${worker.url}/health/ready`);
      const { checks } = (await answer.json()) as { checks: { redis: string } };
      expect(answer.status).toBe(503);
      expect(checks.redis).toMatch(words);
      await redisCommand(world.redis.url, 'CONFIG', 'SET', name, good);
      expect((await fetch(`${worker.url}/health/ready`)).status).toBe(200);
      worker.kill();
      await world.gone(worker);
    },
  );
});
