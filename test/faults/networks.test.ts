import { setTimeout as wait } from 'node:timers/promises';
import { type Client, oracle, type Pressroom, startPressroom, TcpProxy } from '../support';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('a network that fails', () => {
  let world: Pressroom;
  let client: Client;
  let postgres: TcpProxy;
  let redis: TcpProxy;
  beforeAll(async () => {
    world = await startPressroom({
      env: {
        WORKER_SLOTS: '2',
        REPORT_LIMIT_SECONDS: '6',
        // What the server gives a statement, and so what a connection without an answer is given, at a fifth.
        DATABASE_STATEMENT_TIMEOUT_MS: '2000',
      },
      through: async ({ databaseUrl, redisUrl }) => {
        postgres = await TcpProxy.open(databaseUrl);
        redis = await TcpProxy.open(redisUrl);
        return { databaseUrl: postgres.through(databaseUrl), redisUrl: redis.through(redisUrl) };
      },
    });
    client = await world.signUp();
  });
  afterEach(async () => {
    await world.settled();
    expect((await oracle(world, { clients: [client], links: 5 })).violations).toEqual([]);
    // Neither process was replaced: what they noticed they noticed by themselves.
    expect(await Promise.race([world.api.exited, world.workers[0]?.exited, wait(10, 'there')])).toBe('there');
  });
  afterAll(async () => {
    await world.close();
    await Promise.all([postgres.close(), redis.close()]);
  });

  /** A connection that breaks off under a build costs an execution: how many each report meets is chance. */
  async function orderSome(count: number, parameters: Record<string, unknown> = {}): Promise<string[]> {
    const orders = Array.from({ length: count }, () => client.order('test.plain', parameters));
    const ids = await Promise.all(orders);
    await world.grantExecutions(ids);
    return ids;
  }
  async function allMade(ids: readonly string[]): Promise<void> {
    for (const id of ids) expect((await client.ended(id)).status).toBe('COMPLETED');
  }

  it('between all and Redis, half-open, keeps no request from being taken and loses no report', async () => {
    const before = await orderSome(6, { rows: 5, ms: 100 });
    redis.silence();
    const during = await orderSome(6, { rows: 3 });
    expect((await fetch(`${world.api.url}/health/ready`)).status).toBe(200);
    await wait(3000);
    redis.heal();
    await allMade([...before, ...during, ...(await orderSome(3))]);
  });

  it('between all and PostgreSQL, half-open, is answered 503, and what was promised is made afterwards', async () => {
    const before = await orderSome(6, { rows: 10, ms: 100 });
    postgres.silence();
    const answer = await client.post('test.plain');
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    postgres.heal();
    // Each connection of the pools has to find out by itself, and a client asks again as it was told.
    let again = await client.post('test.plain');
    for (const end = Date.now() + 30_000; again.status !== 202 && Date.now() < end; await wait(500)) {
      expect([again.status, Number(again.headers.get('retry-after')) > 0]).toEqual([503, true]);
      again = await client.post('test.plain');
    }
    expect(again.status).toBe(202);
    await allMade([...before, again.body.id]);
  });

  it.each(['redis', 'postgres'] as const)(
    'that cuts every connection to %s again and again loses nothing',
    async (which) => {
      const proxy = { redis, postgres }[which];
      const ids = await orderSome(10, { rows: 5, ms: 60 });
      for (let round = 0; round < 8; round += 1) {
        proxy.cut();
        await wait(250);
      }
      await allMade(ids);
    },
  );

  it('that is slow is only slow', async () => {
    postgres.delay(60);
    redis.delay(60);
    await allMade(await orderSome(4, { rows: 5 }));
    postgres.heal();
    redis.heal();
  });
});
