import { readFileSync } from 'node:fs';
import { type Client, newJournal, oracle, type Pressroom, startPressroom } from '../support';

const executionsIn = (journal: string): string[] => readFileSync(journal, 'utf8').trim().split('\n');

describe('a worker that dies', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({ workers: 1 });
    client = await world.signUp();
  });
  afterEach(async () => {
    await world.settled();
    expect((await oracle(world, { clients: [client] })).violations).toEqual([]);
  });
  afterAll(() => world.close());

  /** The world keeps one worker; a dead one is replaced as an orchestrator would. */
  async function replaceWorker(env: Record<string, string> = {}): Promise<void> {
    for (const worker of world.workers.splice(0)) {
      worker.kill();
      await worker.exited;
    }
    await world.startWorker(env);
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

  it.each([
    ['after_claim', 2],
    ['mid_write', 2],
    ['after_fsync', 2],
    ['after_rename', 2],
    ['before_publish', 2],
    ['after_publish', 1],
    ['before_ack', 1],
  ])('at %s still makes the report exactly once, with %i attempts', async (point, attempts) => {
    await replaceWorker({ FAULT: `${point}:1` });
    const id = await client.order('test.plain', { rows: 5 }, { formats: ['csv', 'json'] });
    await world.workers[0]?.exited;
    await replaceWorker();
    const report = await client.ended(id);
    expect(report).toMatchObject({ status: 'COMPLETED', attempts });
    expect(report.artefacts.map(({ format }) => format)).toEqual(['csv', 'json']);
  });
});
