import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { FailingDisk } from '../../../../test/support/failing-disk';
import { tempFolder } from '../../../../test/support/test-root';
import { newArtefactKey, storeContract } from '../test-store-contract';
import { LocalStore } from './local-store';

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

storeContract('local', () => {
  const { path, remove } = tempFolder('store');
  const minuteAgo = new Date(Date.now() - 60_000);
  return Promise.resolve({
    store: new LocalStore(path),
    age: async () => {
      for (const file of await filesIn(path)) await utimes(file, minuteAgo, minuteAgo);
    },
    close: () => Promise.resolve(remove()),
  });
});

describe('files of this machine', () => {
  let root: string;
  let disk: FailingDisk;
  let store: LocalStore;
  let remove: () => void;
  beforeEach(() => {
    ({ path: root, remove } = tempFolder('store'));
    disk = new FailingDisk();
    store = new LocalStore(root, disk);
  });
  afterEach(() => remove());

  const attempt = async (key = newArtefactKey()) => {
    const artefact = await store.create(key);
    await pipeline(Readable.from([Buffer.alloc(1_000_000, 1)]), artefact.sink).catch(() => undefined);
    return artefact.commit();
  };

  it.each([
    ['write', 'ENOSPC', 'exhausted', 'storage_full'],
    ['write', 'EDQUOT', 'exhausted', 'storage_full'],
    ['write', 'EIO', 'unavailable', 'storage_unavailable'],
    ['sync', 'ENOSPC', 'exhausted', 'storage_full'],
    ['sync', 'EIO', 'unavailable', 'storage_unavailable'],
    ['close', 'EIO', 'unavailable', 'storage_unavailable'],
    ['rename', 'ENOSPC', 'exhausted', 'storage_full'],
    ['syncFolder', 'EIO', 'unavailable', 'storage_unavailable'],
  ] as const)(
    'leave nothing behind when %s fails with %s, and work again afterwards',
    async (operation, code, fault, name) => {
      disk.failNext(operation, code);
      await expect(attempt()).rejects.toMatchObject({ fault, code: name });
      expect(await filesIn(root)).toEqual([]);
      expect(disk.openFiles).toBe(0);
      expect((await attempt()).bytes).toBe(1_000_000);
    },
  );

  it('never ask a descriptor whose fsync failed a second time', async () => {
    disk.failNext('sync', 'EIO');
    await expect(attempt()).rejects.toMatchObject({ fault: 'unavailable' });
    expect(disk.calls.filter((call) => call === 'sync')).toHaveLength(1);
  });

  it('are named only after their bytes are durable, and their folders after that', async () => {
    await attempt();
    const order = disk.calls.filter((call) => call !== 'write');
    expect(order.slice(0, 4)).toEqual(['create', 'sync', 'close', 'rename']);
    expect(order.slice(4).every((call) => call === 'syncFolder')).toBe(true);
    expect(order).toHaveLength(8);
  });

  it('do not follow a link planted at the name, in the folder, or in place of an account', async () => {
    const outside = tempFolder('outside');
    const key = newArtefactKey();
    await mkdir(dirname(join(root, key)), { recursive: true });
    await symlink(join(outside.path, 'target'), join(root, key));
    await expect(attempt(key)).rejects.toMatchObject({ code: 'artefact_exists' });
    await expect(store.open(key)).rejects.toMatchObject({ code: 'artefact_damaged' });
    await unlink(join(root, key));

    const account = key.slice(0, 36);
    await rm(join(root, account), { recursive: true });
    await symlink(outside.path, join(root, account));
    await expect(attempt(key)).rejects.toMatchObject({ code: 'artefact_damaged' });
    await expect(store.deletePrefix(account)).rejects.toMatchObject({ code: 'artefact_damaged' });
    expect((await filesIn(outside.path)).length).toBe(0);
    outside.remove();
  });

  it('are readable by nobody else', async () => {
    await attempt();
    const [file = ''] = await filesIn(root);
    const { mode } = await stat(file);
    expect(mode & 0o777).toBe(0o600);
  });

  it('tell a truncated file from a whole one', async () => {
    const key = newArtefactKey();
    await attempt(key);
    await truncate(join(root, key), 999_999);
    await expect(store.open(key, { expectedBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'artefact_damaged',
    });
  });

  it('tell a file with one other bit from a whole one, and say so to whoever watches', async () => {
    let damages = 0;
    store = new LocalStore(root, disk, () => (damages += 1));
    const key = newArtefactKey();
    const { sha256: expectedSha256 } = await attempt(key);
    expect(await buffer((await store.open(key, { expectedSha256 })).stream)).toHaveLength(1_000_000);
    const bytes = await readFile(join(root, key));
    bytes[999_999] = (bytes[999_999] ?? 0) ^ 0x80;
    await writeFile(join(root, key), bytes);
    for (const options of [{ expectedSha256 }, { expectedSha256, range: { start: 0, end: 9 } }])
      await expect(store.open(key, options)).rejects.toMatchObject({ code: 'artefact_damaged' });
    expect(damages).toBe(2);
  });

  it('do not keep a small file waiting while a large one is checked', async () => {
    const [large, small] = [newArtefactKey(), newArtefactKey()];
    const artefact = await store.create(large);
    await pipeline(Readable.from(Array.from({ length: 60 }, () => Buffer.alloc(1_000_000))), artefact.sink);
    const { sha256 } = await artefact.commit();
    const { sha256: smallSha256 } = await attempt(small);
    const order: string[] = [];
    await Promise.all([
      store
        .open(large, { expectedSha256: sha256 })
        .then(({ stream }) => order.push('large') && stream.destroy()),
      store
        .open(small, { expectedSha256: smallSha256 })
        .then(({ stream }) => order.push('small') && stream.destroy()),
    ]);
    expect(order).toEqual(['small', 'large']);
  });

  it('are away, not lost, while their root is missing, and come back with it', async () => {
    const key = newArtefactKey();
    await attempt(key);
    await rename(root, `${root}-away`);
    await expect(store.open(key)).rejects.toMatchObject({ fault: 'unavailable' });
    await expect(store.size(key)).rejects.toMatchObject({ fault: 'unavailable' });
    await expect(attempt()).rejects.toMatchObject({ fault: 'unavailable' });
    await expect(store.freeSpace()).rejects.toMatchObject({ fault: 'unavailable' });
    await rename(`${root}-away`, root);
    expect(await buffer((await store.open(key)).stream)).toHaveLength(1_000_000);
  });

  it('leave no empty folders when the last file goes', async () => {
    const key = newArtefactKey();
    await attempt(key);
    await store.delete(key);
    expect(await readdir(root)).toEqual([]);
  });

  it('can be written while a neighbour of the same execution is deleted', async () => {
    const folder = dirname(newArtefactKey());
    for (let round = 0; round < 200; round += 1) {
      const first = `${folder}/pdf.pdf`;
      await attempt(first);
      const [second] = await Promise.all([store.create(`${folder}/xlsx.xlsx`), store.delete(first)]);
      await second.commit();
      await store.deletePrefix(folder);
    }
    expect(await readdir(root)).toEqual([]);
  });
});
