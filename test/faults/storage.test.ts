import {
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, filesBelow, oracle, type Pressroom, startPressroom, tempFolder } from '../support';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

const TOKEN = 'the-token-of-those-who-scrape-0123456789';
const EVENT = { type: 'saved_code', created_time: '2024-07-21T03:06:00Z', unit: '9' };

describe('a disk that fails', () => {
  let world: Pressroom;
  let client: Client;
  const orders = join(tempFolder('orders').path, 'orders');
  beforeAll(async () => {
    world = await startPressroom({
      env: { DISK_ORDERS: orders, WORKER_SLOTS: '1', METRICS_TOKEN: TOKEN, ARTEFACT_LIMIT_BYTES: '4000000' },
    });
    client = await world.signUp();
  });
  afterAll(() => world.close());
  const clean = async (): Promise<void> => {
    expect((await oracle(world, { clients: [client], leftovers: false })).violations).toEqual([]);
  };

  it.each([
    // As where the folder is read-only.
    ['create', 'EROFS'],
    ['create', 'EACCES'],
    ['write', 'ENOSPC'],
    ['sync', 'ENOSPC'],
    ['sync', 'EIO'],
    ['rename', 'ENOSPC'],
    ['syncFolder', 'EIO'],
  ])(
    'at %s with %s costs an execution, leaves no part of a file, and the next one works',
    async (at, code) => {
      writeFileSync(orders, `${at} ${code} 1\n`);
      const id = await client.order('test.plain', {}, { formats: ['csv', 'json'] });
      expect(await client.ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
      await clean();
    },
  );

  it.each([
    ['full', 'sync ENOSPC', 'storage_full'],
    ['read-only', 'create EROFS', 'storage_unavailable'],
  ])(
    'that is %s for good fails the report with a code of its own, and the next one is made',
    async (...how) => {
      const [, order, code] = how;
      writeFileSync(orders, `${order} 100\n`);
      const id = await client.order('test.plain');
      expect(await client.ended(id)).toMatchObject({
        status: 'FAILED',
        attempts: 4,
        error: { code },
      });
      writeFileSync(orders, '');
      expect((await client.ended(await client.order('test.plain'))).status).toBe('COMPLETED');
      await clean();
    },
  );

  it('and is away comes back without a report lost', async () => {
    const [worker] = world.workers;
    renameSync(world.files, `${world.files}-away`);
    // Held until the row allows for as many executions as the absence may cost: back-off is drawn at random.
    worker?.kill('SIGSTOP');
    const id = await client.order('test.plain');
    await world.sql('UPDATE reports SET max_attempts = 20 WHERE id = $1', [id]);
    worker?.kill('SIGCONT');
    await client.until(id, ({ attempts }) => attempts > 1);
    renameSync(`${world.files}-away`, world.files);
    expect((await client.ended(id)).status).toBe('COMPLETED');
    await clean();
  });

  it('has no room for a file past the limit: the report fails at once, and nothing of it stays', async () => {
    const id = await client.order('test.plain', { rows: 300_000 }, { formats: ['csv', 'json'] });
    expect(await client.ended(id)).toMatchObject({
      status: 'FAILED',
      attempts: 1,
      error: { code: 'artefact_too_large' },
    });
    await clean();
    expect(filesBelow(world.files).filter((each) => each.includes(id))).toEqual([]);
  });

  it('never gives a short file: a missing one is 410, a damaged one 500', async () => {
    const id = await client.order('test.plain');
    const { artefacts } = await client.ended(id);
    const url = artefacts[0]?.downloadUrl ?? '';
    const [key = ''] = filesBelow(world.files).filter((each) => each.includes(id));
    const path = join(world.files, key);
    truncateSync(path, 10);
    expect((await fetch(url)).status).toBe(500);
    rmSync(path);
    expect((await fetch(url)).status).toBe(410);
    expect((await client.remove(id)).status).toBe(204);
    expect((await fetch(url)).status).toBe(404);
    await clean();
  });

  /** The counter that an alarm watches. */
  async function damagesTold(): Promise<number> {
    const answer = await fetch(`${world.api.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return Number(
      /^pressroom_artefacts_damaged_total\{service="api"\} (\d+)$/m.exec(await answer.text())?.[1],
    );
  }

  /** Orders a report of one file. @returns its link, where the file lies, and the file */
  async function stored(
    formats = ['json'],
  ): Promise<{ id: string; url: string; path: string; whole: Buffer }> {
    const id = await client.order('test.plain', { rows: 2000 }, { formats });
    const { artefacts } = await client.ended(id);
    const [key = ''] = filesBelow(world.files).filter((each) => each.includes(id));
    const path = join(world.files, key);
    return { id, url: artefacts[0]?.downloadUrl ?? '', path, whole: readFileSync(path) };
  }

  it('gives nothing of a file that has one other bit, whole or in part, before or after a good download', async () => {
    const before = await damagesTold();
    for (const fetched of [true, false]) {
      const { url, path, whole } = await stored();
      if (fetched) expect((await fetch(url)).status).toBe(200);
      const damaged = Buffer.from(whole);
      const at = damaged.length - 10;
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      writeFileSync(path, damaged);
      for (const range of [undefined, 'bytes=0-3', `bytes=${at}-${at}`]) {
        const answer = await fetch(url, { headers: range === undefined ? {} : { range } });
        const body = await answer.text();
        expect([range, answer.status]).toEqual([range, 500]);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        expect(answer.headers.get('etag')).toBeNull();
        expect(JSON.parse(body)).toMatchObject({ status: 500, code: 'artefact_damaged' });
        expect(body).not.toContain('row ');
      }
      expect((await fetch(url, { method: 'HEAD' })).status).toBe(500);
      writeFileSync(path, whole);
      const mended = await fetch(url);
      expect(mended.status).toBe(200);
      expect(whole.equals(Buffer.from(await mended.arrayBuffer()))).toBe(true);
    }
    expect((await damagesTold()) - before).toBe(8);
    await clean();
  });

  it.each([
    ['the HTML of feedback', '/assignment/html', { student_id: 'a', namespace: 'b', events: [EVENT] }],
    ['the PDF of feedback', '/assignment/pdf', { student_id: 'a', namespace: 'b', events: [EVENT] }],
    ['the csv of stores', '/trigger_report', {}],
  ])('gives nothing of a damaged file at the door of %s either', async (_what, path, body) => {
    type Told = { task_id?: string; report_id?: string };
    const answer = await client.ask<Told>(path, { body });
    const id = answer.body.task_id ?? answer.body.report_id ?? '';
    const door = path.startsWith('/assignment') ? `${path}/${id}` : `/get_report/${id}?format=csv`;
    expect((await client.ended(id)).status).toBe('COMPLETED');
    const [key = ''] = filesBelow(world.files).filter((each) => each.includes(id));
    const whole = readFileSync(join(world.files, key));
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    writeFileSync(join(world.files, key), damaged);
    expect(await client.ask(door)).toMatchObject({ status: 500, body: { code: 'artefact_damaged' } });
    writeFileSync(join(world.files, key), whole);
    await clean();
  });

  it('holds no file open for clients that are slow or vanish', async () => {
    const id = await client.order('test.plain', { rows: 50_000 }, { formats: ['json'] });
    const { artefacts } = await client.ended(id);
    const { pathname, port } = new URL(artefacts[0]?.downloadUrl ?? '');
    const openFiles = (): number =>
      readdirSync(`/proc/${world.api.pid}/fd`).filter((fd) =>
        opened(world.api.pid, fd).startsWith(world.files),
      ).length;
    const sockets = Array.from({ length: 4 }, () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`GET ${pathname} HTTP/1.1\r\nhost: a\r\n\r\n`);
      socket.once('data', () => socket.pause());
      return socket;
    });
    await wait(1000);
    for (const socket of sockets) socket.destroy();
    for (const end = Date.now() + 10_000; Date.now() < end && openFiles() > 0;) await wait(50);
    expect(openFiles()).toBe(0);
    expect((await fetch(artefacts[0]?.downloadUrl ?? '')).status).toBe(200);
  });
});

function opened(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    // closed since it was listed
    return '';
  }
}
