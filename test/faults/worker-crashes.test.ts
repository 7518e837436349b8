import { readFileSync } from 'node:fs';
import { type Client, newJournal, oracle, type Pressroom, startPressroom } from '../support';

const executionsIn = (journal: string): string[] => readFileSync(journal, 'utf8').trim().split('\n');

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('a worker that is killed', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({ workers: 1, env: { WORKER_SLOTS: '1' } });
    client = await world.signUp();
  });
  afterAll(() => world.close());

  /** The world keeps one worker; a dead one is replaced as an orchestrator would. */
  async function replaceWorker(env: Record<string, string> = {}): Promise<void> {
    const fresh = world.startWorker(env);
    for (const worker of world.workers.splice(0)) {
      worker.kill();
      await worker.exited;
    }
    await fresh;
  }

  it('in the middle of a build loses nothing: the next one makes the report, as its second attempt', async () => {
    const journal = newJournal();
    const id = await client.order('test.plain', { tag: 'a', journal, rows: 40, ms: 50 });
    await client.until(id, ({ progress }) => progress.done !== null && progress.done > 2);
    await replaceWorker();
    const report = await client.ended(id);
    expect(report).toMatchObject({ status: 'COMPLETED', attempts: 2 });
    expect(executionsIn(journal)).toHaveLength(2);
  });

  // Each worker first makes what the one before it left, which takes it past its own point once or twice.
  const chain: readonly [point: string, pass: number, attempts: number][] = [
    ['after_claim', 1, 2],
    ['after_fsync', 3, 2],
    ['after_rename', 2, 2],
    ['before_publish', 2, 2],
    ['after_publish', 2, 1],
    ['before_ack', 1, 1],
    ['mid_write', 1, 2],
  ];

  it.each(chain)('%s (pass %i) still makes the report exactly once, with %i attempts', async (...step) => {
    const [point, pass, attempts] = step;
    if (point === 'after_claim') await replaceWorker({ FAULT: `${point}:${pass}` });
    const id = await client.order('test.plain', { rows: 5 }, { formats: ['csv', 'json'] });
    await world.gone(world.workers[0]);
    const next = chain[chain.findIndex(([name]) => name === point) + 1];
    await replaceWorker(next === undefined ? {} : { FAULT: `${next[0]}:${next[1]}` });
    const report = await client.ended(id);
    expect(report).toMatchObject({ status: 'COMPLETED', attempts });
    expect(report.artefacts.map(({ format }) => format)).toEqual(['csv', 'json']);
  });

  it('leaves nothing that the promises forbid, and nothing at all once the collector has been', async () => {
    await world.settled();
    expect((await oracle(world, { clients: [client] })).violations).toEqual([]);
  });
});
