import { LocalStore } from '@pressroom/storage';
import { storeContract, newArtefactKey } from '../../libs/storage/src/test-store-contract';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { FailingStore } from './failing-store';
import { tempFolder } from './test-root';

storeContract('that could fail but does not', () => {
  const { path, remove } = tempFolder('store');
  const minuteAgo = new Date(Date.now() - 60_000);
  return Promise.resolve({
    store: new FailingStore(new LocalStore(path)),
    age: async () => {
      for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), minuteAgo, minuteAgo);
      }
    },
    close: () => Promise.resolve(remove()),
  });
});

describe('a store that fails on order', () => {
  it('fails before anything is done, or after it was done all the same', async () => {
    const inner = new LocalStore(tempFolder('store').path);
    const store = new FailingStore(inner);
    const [lost, kept] = [newArtefactKey(), newArtefactKey()];

    store.fail('commit');
    const first = await store.create(lost);
    await expect(first.commit()).rejects.toMatchObject({ code: 'storage_full' });
    await first.discard();
    expect(await inner.size(lost)).toBeNull();

    store.fail('commit', { when: 'after' });
    await expect((await store.create(kept)).commit()).rejects.toMatchObject({ code: 'storage_full' });
    expect(await inner.size(kept)).toBe(0);

    store.fail('write', { times: 2 });
    const third = await store.create(newArtefactKey());
    await expect(new Promise((_, reject) => third.sink.on('error', reject).write('x'))).rejects.toMatchObject(
      {
        code: 'storage_full',
      },
    );
    await third.discard();
    expect(await inner.removeTemps(0)).toBe(0);
  });
});
