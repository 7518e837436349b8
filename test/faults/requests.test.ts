import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Client, newJournal, oracle, type Pressroom, startPressroom } from '../support';
import { executionsIn } from './journal';

const QUOTA = 30;
const RUNNING_QUOTA = 2;
const PENDING_CAP = 60;

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
        REPORT_RUNNING_QUOTA: String(RUNNING_QUOTA),
        REPORT_PENDING_CAP: String(PENDING_CAP),
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
      `SELECT count(*)::int AS n FROM reports r, reports mine WHERE r.id = ANY ($1) AND mine.id = $2
          AND (r.completed_at IS NULL OR r.completed_at > mine.completed_at)`,
      [many, mine],
    );
    expect(still?.n).toBeGreaterThan(QUOTA / 3);
    await Promise.all(many.map((id) => busy.cancel(id)));
  });

  it('is refused with 503 while too many wait in all, and leaves nothing', async () => {
    for (const worker of world.workers) worker.kill('SIGSTOP');
    const crowd = await Promise.all(Array.from({ length: 3 }, () => world.signUp()));
    const waiting: { each: Client; id: string }[] = [];
    for (let at = 0; at <= PENDING_CAP; at += 1) {
      const each = crowd[at % crowd.length] ?? client;
      waiting.push({ each, id: await each.order('test.plain') });
    }
    // Counted once a second.
    await wait(2000);
    const headers = { 'idempotency-key': randomUUID() };
    for (let round = 0; round < 3; round += 1) {
      const late = await client.post('test.plain', {}, { headers });
      expect(late).toMatchObject({ status: 503, body: { status: 503, code: 'too_many_waiting' } });
      expect(late.headers.get('retry-after')).toBe('30');
      expect(late.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(await world.sql(`SELECT count(*)::int AS n FROM reports WHERE status = 'PENDING'`)).toEqual([
      { n: PENDING_CAP + 1 },
    ]);
    expect(
      await world.sql('SELECT 1 FROM idempotency_keys WHERE key = $1', [headers['idempotency-key']]),
    ).toEqual([]);
    const [first, ...others] = waiting;
    expect((await first?.each.cancel(first.id))?.body.status).toBe('CANCELLED');
    await wait(2000);
    const taken = await client.post('test.plain', {}, { headers });
    expect(taken.status).toBe(202);
    for (const { each, id } of others) await each.cancel(id);
    for (const worker of world.workers) worker.kill('SIGCONT');
    expect(await client.ended(taken.body.id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  });

  it('of an account past its running quota is made as well, and never more of them at a time', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 4 * RUNNING_QUOTA; at += 1)
      ids.push(await client.order('test.plain', { rows: 3, ms: 40 }));
    let most = 0;
    for (const end = Date.now() + 90_000; Date.now() < end;) {
      const [now] = await world.sql<{ running: number; open: number }>(
        `SELECT count(*) FILTER (WHERE status = 'RUNNING')::int AS running,
            count(*) FILTER (WHERE status IN ('PENDING', 'RUNNING'))::int AS open FROM reports WHERE id = ANY ($1)`,
        [ids],
      );
      most = Math.max(most, now?.running ?? 0);
      if (now?.open === 0) break;
    }
    for (const id of ids) expect(await client.read(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(RUNNING_QUOTA);
  });
});
