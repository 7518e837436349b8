import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, newJournal, oracle, type Pressroom, startPressroom } from '../support';
import { executionsIn } from './journal';

/** Clock ticks that a process has spent computing. */
const computed = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
};

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

/** True once a process computes for less than half of a second; a loop that spins never lets it. */
async function quiet(pid: number): Promise<boolean> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const before = computed(pid);
    await wait(1000);
    if (computed(pid) - before < 50) return true;
  }
  return false;
}

const threadsOf = (pid: number): number => readdirSync(`/proc/${pid}/task`).length;

const ASLEEP = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database()
  AND application_name = 'pressroom build' AND state = 'active' AND query LIKE '%pg_sleep%'`;

describe('a build that misbehaves', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({ env: { WORKER_MEMORY_MB: '1000' } });
    client = await world.signUp();
  });
  afterAll(async () => {
    await world.close();
  });

  it('for ever is ended at its time limit, four times, and the processor is free again', async () => {
    const journal = newJournal();
    const pid = world.workers[0]?.pid ?? 0;
    // Two at once have made use of every slot, and of the pool that reads and writes files.
    const both = await Promise.all([0, 1].map(() => client.order('test.plain', { rows: 5, ms: 50 })));
    for (const each of both) await client.ended(each);
    const threads = threadsOf(pid);
    const id = await client.order('test.spin', { tag: 'spin', journal });
    const report = await client.ended(id);
    expect(report).toMatchObject({ status: 'FAILED', attempts: 4, error: { code: 'time_limit' } });
    expect(executionsIn(journal)).toHaveLength(4);
    await client.ended(await client.order('test.plain'));
    expect(await quiet(pid)).toBe(true);
    for (const end = Date.now() + 30_000; threadsOf(pid) > threads && Date.now() < end;) await wait(100);
    expect(threadsOf(pid)).toBeLessThanOrEqual(threads);
  });

  it.each(['heap', 'buffers'])(
    'with a %s bomb runs out of memory alone: others are unharmed',
    async (kind) => {
      const beside = await client.order('test.plain', { rows: 30, ms: 60 });
      const bomb = await client.order(`test.${kind}`, { ms: 100, times: 2 });
      expect(await client.ended(beside)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
      const error = { code: 'out_of_memory' };
      expect(await client.ended(bomb, 200_000)).toMatchObject({ status: 'FAILED', attempts: 4, error });
      expect(await client.ended(await client.order('test.plain'))).toMatchObject({ status: 'COMPLETED' });
    },
  );

  it('by throwing anything at all fails cleanly, after four executions, and says nothing it should not', async () => {
    const journal = newJournal();
    const kinds = ['error', 'string', 'null', 'undefined', 'exit', 'broken'];
    const ids = await Promise.all(
      kinds.map((kind) => client.order('test.odd', { kind, tag: kind, journal })),
    );
    for (const [at, id] of ids.entries()) {
      const report = await client.ended(id);
      expect(report).toMatchObject({ status: 'FAILED', attempts: 4 });
      expect(report.error?.code).toMatch(/^(internal_error|build_ended|own_code)$/);
      expect(JSON.stringify(report.error)).not.toMatch(/secret|SELECT|\/etc|at .*\.js/);
      expect(executionsIn(journal, kinds[at])).toHaveLength(4);
    }
  });

  it('with a rejection that nobody handles ends, and the worker goes on', async () => {
    const id = await client.order('test.odd', { kind: 'unhandled' });
    expect((await client.ended(id)).status).toMatch(/COMPLETED|FAILED/);
    expect(await client.ended(await client.order('test.plain'))).toMatchObject({ status: 'COMPLETED' });
  });

  it('by a query that the database ends at its time limit is out of time, and tried again', async () => {
    const journal = newJournal();
    const id = await client.order('test.short-query', { ms: 100, tag: 'short', journal });
    const error = { code: 'time_limit', message: 'reading the data took too long' };
    expect(await client.ended(id)).toMatchObject({ status: 'FAILED', attempts: 4, error });
    expect(executionsIn(journal)).toHaveLength(4);
    expect(await world.sql(ASLEEP)).toEqual([{ n: 0 }]);
  });

  it('by dying after its end spoils no later one: a dead thread is handed to nobody', async () => {
    for (let round = 0; round < 4; round += 1) {
      const late = await client.order('test.odd', { kind: 'late' });
      expect(await client.ended(late)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
      await wait(1000);
      const next = await Promise.all([0, 1].map(() => client.order('test.plain')));
      for (const id of next)
        expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    }
  });

  it('three times and then does not is COMPLETED by its fourth execution', async () => {
    const journal = newJournal();
    const id = await client.order('test.odd', { kind: 'error', times: 3, tag: 'third', journal });
    expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 4 });
    expect(executionsIn(journal)).toHaveLength(4);
  });

  it('for good is not tried again', async () => {
    const journal = newJournal();
    const id = await client.order('test.odd', { kind: 'permanent', tag: 'for-good', journal });
    const error = { code: 'bad_data', message: 'the data make no sense' };
    expect(await client.ended(id)).toMatchObject({ status: 'FAILED', attempts: 1, error });
    expect(executionsIn(journal)).toHaveLength(1);
  });

  it('breaks no promise', async () => {
    await world.settled();
    expect((await oracle(world, { clients: [client], leftovers: false })).violations).toEqual([]);
    expect(world.workers[0]?.logs.some((line) => line.includes('"log.level":"fatal"'))).toBe(false);
  });
});
