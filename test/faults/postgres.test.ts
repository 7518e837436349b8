import { migrate } from '@pressroom/entities';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Client, freshDatabase, oracle, type Pressroom, startPressroom } from '../support';

const BUILDING = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'pressroom build' AND query LIKE '%pg_sleep%' AND state = 'active'`;

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('a PostgreSQL that fails', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({
      ownPostgres: true,
      env: {
        WORKER_SLOTS: '2',
        REPORT_LIMIT_SECONDS: '12',
        REPORT_LEASE_SECONDS: '4',
        DATABASE_POOL: '4',
        REPORT_RETRIES: '10',
      },
    });
    client = await world.signUp();
  });
  afterEach(async () => {
    await world.settled();
    expect((await oracle(world, { clients: [client], links: 5 })).violations).toEqual([]);
  });
  afterAll(() => world.close());

  /** Each session that ends under a build costs an execution: there are enough of them for nothing to be FAILED. */
  async function orderSome(count: number, parameters: Record<string, unknown>): Promise<string[]> {
    const orders = Array.from({ length: count }, () => client.order('test.plain', parameters));
    const ids = await Promise.all(orders);
    await world.grantExecutions(ids);
    return ids;
  }

  it('by a crash in the middle of builds ends no process and loses no report', async () => {
    const ids = await orderSome(10, { rows: 5, ms: 100 });
    await wait(400);
    await world.postgres?.restart('immediate');
    for (const id of ids) expect((await client.ended(id)).status).toBe('COMPLETED');
    await expect(Promise.race([world.api.exited, world.workers[0]?.exited, wait(10, 'there')])).resolves.toBe(
      'there',
    );
  });

  it('by ending half of its sessions again and again loses no report', async () => {
    const ids = await orderSome(12, { rows: 5, ms: 60 });
    for (let round = 0; round < 8; round += 1) {
      await world
        .sql(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pressroom%' AND random() < 0.5`,
        )
        .catch(() => undefined);
      await wait(500);
    }
    for (const id of ids) expect((await client.ended(id)).status).toBe('COMPLETED');
  });

  it.each([
    ['a request is taken in', 'INSERT', "NEW.status = 'PENDING'"],
    ['a worker claims it', 'UPDATE', "NEW.status = 'RUNNING' AND OLD.status = 'PENDING'"],
    ['a worker beats', 'UPDATE', "NEW.status = 'RUNNING' AND OLD.status = 'RUNNING'"],
    ['it is published', 'UPDATE', "NEW.status = 'COMPLETED'"],
  ])('by three deadlocks while %s shows nobody anything', async (_when, statement, condition) => {
    await world.sql(`CREATE SEQUENCE IF NOT EXISTS deadlocks`);
    await world.sql(`ALTER SEQUENCE deadlocks RESTART`);
    await world.sql(`CREATE OR REPLACE FUNCTION deadlock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        IF nextval('public.deadlocks') <= 3 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
        RETURN NEW;
      END $$`);
    await world.sql(
      `CREATE TRIGGER deadlock BEFORE ${statement} ON reports FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION deadlock()`,
    );
    try {
      const id = await client.order('test.plain', { rows: 10, ms: 60 });
      expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
      const [met] = await world.sql<{ n: number }>('SELECT last_value::int AS n FROM deadlocks');
      expect(met?.n).toBeGreaterThan(3);
    } finally {
      await world.sql('DROP TRIGGER deadlock ON reports');
    }
  });

  it('by giving no connection is answered with 503 and Retry-After, and works again afterwards', async () => {
    const blocker = new pg.Client({ connectionString: world.adminUrl });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE reports IN ACCESS EXCLUSIVE MODE');
    const answers = await Promise.all(Array.from({ length: 30 }, () => client.post('test.plain')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(answers.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    await blocker.query('ROLLBACK');
    await blocker.end();
    expect((await client.post('test.plain')).status).toBe(202);
  });

  it('by a query past the time limit has it ended on the server as well', async () => {
    const id = await client.order('test.query', { ms: 300_000, times: 0 });
    await world.untilSql<{ n: number }>(BUILDING, ({ n }) => n === 1);
    expect((await client.cancel(id)).status).toBe(202);
    expect(await client.ended(id)).toMatchObject({ status: 'CANCELLED' });
    await world.untilSql<{ n: number }>(BUILDING, ({ n }) => n === 0, 10_000);
  });

  it('is left with no query of a worker that was killed', async () => {
    const id = await client.order('test.query', { ms: 300_000 });
    await world.untilSql<{ n: number }>(BUILDING, ({ n }) => n === 1);
    world.workers[0]?.kill();
    await client.cancel(id);
    await world.untilSql<{ n: number }>(BUILDING, ({ n }) => n === 0, 60_000);
    await world.startWorker();
    expect(await client.ended(id)).toMatchObject({ status: 'CANCELLED' });
  });

  it('gives a report one instant of its rows, whatever is written while it streams', async () => {
    const food = (name: string) => ({ foodName: name, category: 'fruit', loggedOn: '2026-01-01' });
    const added = await client.ask<{ title?: string }>('/api/food-logs', {
      body: Array.from({ length: 40 }, (_, at) => food(`before ${at}`)),
    });
    expect(added.status).toBe(201);
    const id = await client.order('test.foods', { ms: 300 });
    await client.until(id, ({ progress }) => (progress.done ?? 0) > 5);
    await world.sql(`UPDATE food_logs SET food_name = 'after'`);
    await client.ask('/api/food-logs', { body: [food('after')] });
    const { artefacts } = await client.ended(id);
    const text = await (await fetch(artefacts[0]?.downloadUrl ?? '')).text();
    expect(artefacts[0]?.rows).toBe(40);
    expect(text).not.toContain('after');
  });

  it('is brought up to date once by five that start together', async () => {
    const base = await freshDatabase({ empty: true });
    const ran = await Promise.all(Array.from({ length: 5 }, () => migrate(base.url)));
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
    await base.drop();
  });
});
