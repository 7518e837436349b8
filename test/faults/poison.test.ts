import { type Client, newJournal, oracle, type Pressroom, startPressroom } from '../support';
import { executionsIn } from './journal';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

const GOOD = 20;

describe('a report that kills whatever worker makes it', () => {
  let world: Pressroom;
  let client: Client;
  let watching = true;
  beforeAll(async () => {
    world = await startPressroom({ env: { WORKER_SLOTS: '1', REPORT_RETRY_BACKOFF_SECONDS: '0' } });
    client = await world.signUp();
  });
  afterAll(async () => {
    watching = false;
    await world.close();
  });

  /** What an orchestrator does. */
  async function replaceTheDead(): Promise<void> {
    await world.workers.at(-1)?.exited;
    if (!watching) return;
    await world.startWorker({}, { ready: false });
    await replaceTheDead();
  }

  it('is given up after four deaths, and those beside it are made', async () => {
    const watch = replaceTheDead();
    const journal = newJournal();
    const good = await Promise.all(
      Array.from({ length: GOOD }, () => client.order('test.plain', { rows: 2 })),
    );
    const poison = await client.order('test.poison', { tag: 'poison', journal });
    const report = await client.ended(poison, 200_000);
    expect(report).toMatchObject({ status: 'FAILED', attempts: 4, error: { code: 'worker_lost' } });
    expect(executionsIn(journal)).toHaveLength(4);
    for (const id of good) expect((await client.ended(id)).status).toBe('COMPLETED');
    await world.settled();
    expect((await oracle(world, { clients: [client] })).violations).toEqual([]);
    watching = false;
    world.workers.at(-1)?.kill();
    await watch;
  });
});
