import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, filesBelow, oracle, type Pressroom, startPressroom } from '../support';
import type { SpawnedApp } from '../support';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

const MINUTE = 60;
const HOUR = 3600;

describe('what crashes left on the disk', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({ env: { WORKER_SLOTS: '2', REPORT_LIMIT_SECONDS: '60' } });
    client = await world.signUp();
  });
  afterAll(() => world.close());

  /** Puts a file there that was last written so many seconds ago. */
  function plant(key: string, ageSeconds: number): string {
    const path = join(world.files, key);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) writeFileSync(path, 'left over');
    const then = new Date(Date.now() - ageSeconds * 1000);
    utimesSync(path, then, then);
    return key;
  }
  const somewhere = (): string => `${randomUUID()}/${randomUUID()}/1-${randomUUID()}`;
  const orphan = (ageSeconds: number): string => plant(`${somewhere()}/json.json`, ageSeconds);
  const temp = (ageSeconds: number): string =>
    plant(`${somewhere()}/.json.json.0123456789abcdef.part`, ageSeconds);

  /** A worker that starts collects at once. */
  async function collect(): Promise<SpawnedApp> {
    const worker = await world.startWorker();
    const collected = (): boolean => worker.logs.some((line) => line.includes('"event.action":"collected"'));
    for (const end = Date.now() + 60_000; !collected() && Date.now() < end;) await wait(50);
    expect(collected()).toBe(true);
    return worker;
  }

  it('goes when it is old, stays while it is young, and what rows name or a worker writes stays at any age', async () => {
    const made = await client.order('test.plain');
    await client.ended(made);
    const [named = ''] = filesBelow(world.files).filter((key) => key.includes(made));
    plant(named, 48 * HOUR);
    // Still running when the collector comes, however long its worker takes to start.
    const running = await client.order('test.plain', { rows: 1100, ms: 50 });
    await client.running(running);
    const [row] = await world.sql<{ folder: string }>(
      `SELECT account_id || '/' || id || '/' || claim_no || '-' || lease_token AS folder FROM reports WHERE id = $1`,
      [running],
    );
    const [young, old] = [orphan(59 * MINUTE), orphan(61 * MINUTE)];
    const [youngTemp, oldTemp] = [temp(9 * MINUTE), temp(11 * MINUTE)];
    const written = plant(`${row?.folder ?? ''}/csv.csv`, 2 * HOUR);
    await collect();
    const left = new Set(filesBelow(world.files));
    const stands = (key: string): boolean => left.has(key);
    expect({ named, young, youngTemp, written }).toEqual(
      Object.fromEntries(
        Object.entries({ named, young, youngTemp, written }).filter(([, key]) => stands(key)),
      ),
    );
    expect([old, oldTemp].filter(stands)).toEqual([]);
    expect(existsSync(dirname(join(world.files, old)))).toBe(false);
    expect((await client.cancel(running)).status).toBe(202);
    expect((await client.ended(running)).status).toBe('CANCELLED');
    expect((await oracle(world, { clients: [client] })).violations).toEqual([]);
  });

  it('goes with a report past its retention, whose link then says so', async () => {
    const id = await client.order('test.plain');
    const { artefacts } = await client.ended(id);
    const younger = await client.order('test.plain');
    await client.ended(younger);
    const age = `UPDATE reports SET completed_at = app_now() - make_interval(days => $2) WHERE id = $1`;
    await world.sql(age, [id, 31]);
    await world.sql(age, [younger, 29]);
    await collect();
    expect(await client.read(id)).toMatchObject({ status: 'EXPIRED', artefacts: [] });
    expect(filesBelow(world.files).filter((key) => key.includes(id))).toEqual([]);
    expect((await fetch(artefacts[0]?.downloadUrl ?? '')).status).toBe(410);
    expect((await client.read(younger)).status).toBe('COMPLETED');
    expect((await oracle(world, { clients: [client] })).violations).toEqual([]);
  });
});
