import { readdirSync, readlinkSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, filesBelow, oracle, type Pressroom, startPressroom, tempFolder } from '../support';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('a disk that fails', () => {
  let world: Pressroom;
  let client: Client;
  const orders = join(tempFolder('orders').path, 'orders');
  beforeAll(async () => {
    world = await startPressroom({ env: { DISK_ORDERS: orders, WORKER_SLOTS: '1' } });
    client = await world.signUp();
  });
  afterAll(() => world.close());
  const clean = async (): Promise<void> => {
    expect((await oracle(world, { clients: [client], leftovers: false })).violations).toEqual([]);
  };

  it.each([
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

  it('for good fails the report with a code of its own', async () => {
    writeFileSync(orders, 'sync ENOSPC 100\n');
    const id = await client.order('test.plain');
    expect(await client.ended(id)).toMatchObject({
      status: 'FAILED',
      attempts: 4,
      error: { code: 'storage_full' },
    });
    writeFileSync(orders, '');
    await clean();
  });

  it('and is away comes back without a report lost', async () => {
    renameSync(world.files, `${world.files}-away`);
    const id = await client.order('test.plain');
    await client.until(id, ({ attempts }) => attempts > 0);
    await wait(200);
    renameSync(`${world.files}-away`, world.files);
    expect((await client.ended(id)).status).toBe('COMPLETED');
    await clean();
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
