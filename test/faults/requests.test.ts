import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Client, newJournal, oracle, type Pressroom, startPressroom } from '../support';
import { executionsIn } from './journal';

const QUOTA = 30;

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('a request for a report', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({
      env: {
        WORKER_SLOTS: '2',
        REPORT_LIMIT_SECONDS: '30',
        REPORT_OPEN_QUOTA: String(QUOTA),
        REPORT_PENDING_CAP: '60',
      },
    });
    client = await world.signUp();
  });
  afterEach(async () => {
    await world.settled();
    expect((await oracle(world, { leftovers: false })).violations).toEqual([]);
  });
  afterAll(() => world.close());

  it('of an api that is killed between commit and bell is made all the same', async () => {
    world.api.kill();
    await world.gone(world.api);
    await world.startApi({ FAULT: 'before_ring:1' });
    await expect(client.post('test.plain')).rejects.toThrow();
    await world.gone(world.api);
    await world.startApi();
    const row = await world.untilSql<{ status: string }>(
      'SELECT status FROM reports ORDER BY created_at DESC LIMIT 1',
      ({ status }) => status === 'COMPLETED',
    );
    expect(row.status).toBe('COMPLETED');
  });

  it('of an api that is killed before its commit leaves nothing', async () => {
    const [before] = await world.sql<{ n: number }>('SELECT count(*)::int AS n FROM reports');
    const blocker = new pg.Client({ connectionString: world.adminUrl });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE reports IN ACCESS EXCLUSIVE MODE');
    const answer = client.post('test.plain').then(
      () => 'answered',
      () => 'broken off',
    );
    await wait(500);
    world.api.kill();
    expect(await answer).toBe('broken off');
    await blocker.query('ROLLBACK');
    await blocker.end();
    await world.startApi();
    await wait(300);
    expect(await world.sql('SELECT count(*)::int AS n FROM reports')).toEqual([before]);
  });

  it('that is repeated with its Idempotency-Key is one report; another body under the key is refused', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await client.post('test.plain', {}, { headers });
    const again = await client.post('test.plain', {}, { headers });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body.id).toBe(first.body.id);
    expect((await client.post('test.plain', { rows: 9 }, { headers })).status).toBe(422);
    const flight = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.post('test.plain', { tag: 'flight' }, { headers: flight })),
    );
    const made = answers.filter(({ status }) => status === 202).map(({ body }) => body.id);
    expect(new Set(made).size).toBe(1);
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
  });

  it('that is called off while it waits, runs or ends has one end, and never COMPLETED after a 202', async () => {
    const journal = newJournal();
    const running = await client.order('test.plain', { rows: 500, ms: 50 });
    await client.running(running);
    expect((await client.cancel(running)).status).toBe(202);
    expect(await client.ended(running)).toMatchObject({ status: 'CANCELLED' });
    for (let round = 0; round < 25; round += 1) {
      const id = await client.order('test.plain', { tag: `${round}`, journal, rows: 1 });
      await wait((round * 7) % 120);
      const { status, body } = await client.cancel(id);
      const end = await client.ended(id);
      if (status === 202) expect(end.status).toBe('CANCELLED');
      else expect(end.status).toBe(body.status);
      expect((await client.cancel(id)).status).toBe(200);
      expect((await client.read(id)).status).toBe(end.status);
    }
    for (let round = 0; round < 25; round += 1)
      expect(executionsIn(journal, `${round}`).length).toBeLessThanOrEqual(1);
  });

  it('is never granted past the quota, however many come at once', async () => {
    for (const worker of world.workers) worker.kill('SIGSTOP');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => client.post('test.plain', { tag: 'quota' })),
    );
    const taken = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 429);
    expect(taken.length).toBeLessThanOrEqual(QUOTA);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    // What had no connection in time was answered 503: it may come again, up to the quota.
    for (let at = taken.length; at < QUOTA; at += 1)
      expect((await client.post('test.plain')).status).toBe(202);
    expect((await client.post('test.plain')).status).toBe(429);
    for (const worker of world.workers) worker.kill('SIGCONT');
  });

  it('of one account does not wait behind the many of another', async () => {
    const busy = await world.signUp();
    const many = await Promise.all(
      Array.from({ length: QUOTA }, () => busy.order('test.plain', { rows: 5, ms: 60 })),
    );
    const mine = await client.order('test.plain', { rows: 1 });
    expect(await client.ended(mine)).toMatchObject({ status: 'COMPLETED' });
    const [still] = await world.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM reports WHERE id = ANY ($1) AND status IN ('PENDING', 'RUNNING')`,
      [many],
    );
    expect(still?.n).toBeGreaterThan(QUOTA / 3);
    await Promise.all(many.map((id) => busy.cancel(id)));
  });

  it('is refused with 503 while too many wait in all', async () => {
    const crowd = await Promise.all(Array.from({ length: 3 }, () => world.signUp()));
    const ids = await Promise.all(
      crowd.flatMap((each) =>
        Array.from({ length: 25 }, async () => ({
          each,
          answer: await each.post('test.plain', { rows: 50, ms: 200 }),
        })),
      ),
    );
    await wait(1200);
    const late = await client.post('test.plain');
    const waiting = await world.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM reports WHERE status = 'PENDING'`,
    );
    if ((waiting[0]?.n ?? 0) > 60) expect(late.status).toBe(503);
    for (const { each, answer } of ids) if (answer.status === 202) await each.cancel(answer.body.id);
    if (late.status === 202) await client.cancel(late.body.id);
  });
});
