import { setTimeout as wait } from 'node:timers/promises';
import { type Client, newJournal, oracle, type Pressroom, startPressroom } from '../support';
import { executionsIn } from './journal';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('a worker that is told to go', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({ env: { REPORT_LIMIT_SECONDS: '60', WORKER_DRAIN_SECONDS: '3' } });
    client = await world.signUp();
  });
  afterAll(() => world.close());

  it('ends what is short, releases what is long without counting it, and takes nothing more', async () => {
    const journal = newJournal();
    const short = await client.order('test.plain', { tag: 'short', journal, rows: 15, ms: 60 });
    const long = await client.order('test.plain', { tag: 'long', journal, rows: 600, ms: 50 });
    await Promise.all([client.running(short), client.running(long)]);
    const [worker] = world.workers;
    worker?.kill('SIGTERM');
    const late = await client.order('test.plain', { tag: 'late', journal });
    expect(await world.gone(worker)).toEqual({ code: 0, signal: null });
    expect(await client.read(short)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect(await client.read(long)).toMatchObject({ status: 'PENDING', attempts: 0 });
    expect(await client.read(late)).toMatchObject({ status: 'PENDING', attempts: 0 });
    expect(executionsIn(journal, 'late')).toEqual([]);
    expect((await client.cancel(long)).body.status).toBe('CANCELLED');
    await world.startWorker({ WORKER_DRAIN_SECONDS: '30' });
    expect(await client.ended(late)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  });

  it('goes at once at the second signal, and its report is taken over', async () => {
    const journal = newJournal();
    const id = await client.order('test.plain', { tag: 'twice', journal, rows: 200, ms: 50 });
    await client.until(id, ({ progress }) => (progress.done ?? 0) > 1);
    const worker = world.workers.at(-1);
    worker?.kill('SIGTERM');
    // One Ctrl-C can arrive twice at once; a person's second one comes later.
    await wait(2500);
    worker?.kill('SIGTERM');
    expect(await world.gone(worker)).toEqual({ code: 1, signal: null });
    await world.startWorker();
    expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
  });

  it('goes in time while Redis is away', async () => {
    await world.redis.kill();
    const worker = world.workers.at(-1);
    worker?.kill('SIGTERM');
    expect((await world.gone(worker)).signal).toBeNull();
    await world.redis.restart();
  });

  it('breaks no promise', async () => {
    expect((await oracle(world, { clients: [client] })).violations).toEqual([]);
  });
});
