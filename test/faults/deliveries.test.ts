import { type Client, newJournal, oracle, type Pressroom, ringBells, startPressroom } from '../support';
import type { SpawnedApp } from '../support';
import { executionsIn } from './journal';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('bells that ring twice, late, or for a worker that sleeps', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({ workers: 2, env: { WORKER_SLOTS: '1', REPORT_LIMIT_SECONDS: '30' } });
    client = await world.signUp();
  });
  afterEach(async () => {
    await world.settled();
    const { violations } = await oracle(world, { clients: [client], leftovers: false });
    expect(violations).toEqual([]);
  });
  afterAll(() => world.close());

  /** Orders a report that takes some seconds, and finds the worker that makes it. */
  async function longReport(): Promise<{ id: string; worker: SpawnedApp; journal: string }> {
    const journal = newJournal();
    const id = await client.order('test.plain', { tag: 'long', journal, rows: 40, ms: 100 });
    await client.until(id, ({ progress }) => (progress.done ?? 0) > 1);
    const [execution] = executionsIn(journal);
    const worker = world.workers.find(({ pid }) => pid === execution?.pid);
    if (worker === undefined) throw new Error('no worker of this world makes the report');
    return { id, worker, journal };
  }

  it('twenty messages for one report at two workers make one execution', async () => {
    const journal = newJournal();
    const id = await client.order('test.plain', { tag: 'twenty', journal, rows: 10, ms: 50 });
    await ringBells(world.redis.url, id, 0, 20);
    expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect(executionsIn(journal)).toHaveLength(1);
  });

  it('a message of an earlier execution is dropped', async () => {
    const journal = newJournal();
    const id = await client.order('test.odd', { tag: 'old', journal, kind: 'error', times: 1 });
    expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
    await ringBells(world.redis.url, id, 0, 3);
    await ringBells(world.redis.url, id, 1, 3);
    const later = await client.order('test.plain');
    await client.ended(later);
    expect(executionsIn(journal)).toHaveLength(2);
  });

  it.each([
    ['stopped past its lease', (worker: SpawnedApp) => worker.kill('SIGSTOP')],
    ['whose main loop is blocked past its lease', (worker: SpawnedApp) => worker.kill('SIGUSR2')],
  ])('a worker %s is fenced: another makes the report, and its own file goes', async (_how, stall) => {
    const { id, worker, journal } = await longReport();
    stall(worker);
    const report = await client.ended(id);
    worker.kill('SIGCONT');
    expect(report).toMatchObject({ status: 'COMPLETED', attempts: 2 });
    expect(new Set(executionsIn(journal).map(({ pid }) => pid)).size).toBe(2);
    for (const end = Date.now() + 20_000; Date.now() < end;) {
      if (worker.logs.some((line) => /fenced/.test(line))) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(worker.logs.some((line) => /fenced/.test(line))).toBe(true);
    expect(await client.read(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
  });
});
