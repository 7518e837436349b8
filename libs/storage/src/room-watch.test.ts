import { tempFolder } from '../../../test/support/test-root';
import { LocalStore, openStore, RoomWatch } from './index';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { statSync } from 'node:fs';

describe('room for new files', () => {
  it('is there while more is free than is kept back', async () => {
    const { path } = tempFolder('store');
    const watches = [0, 1.01].map((share) => new RoomWatch(new LocalStore(path), share));
    for (const watch of watches) await watch.start();
    expect(watches.map((watch) => watch.hasRoom())).toEqual([true, false]);
    for (const watch of watches) watch.close();
  });

  it('is not denied because the store does not answer', async () => {
    const { path, remove } = tempFolder('store');
    const watch = new RoomWatch(new LocalStore(path), 1.01);
    remove();
    await watch.start();
    expect(watch.hasRoom()).toBe(true);
    watch.close();
  });
});

describe('the address of a store', () => {
  it('opens a folder, which is made for this user alone', () => {
    const path = join(tempFolder('stores').path, 'new', 'files');
    openStore(pathToFileURL(path).href);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('is refused when no driver serves it', () => {
    expect(() => openStore('ftp://host/files')).toThrow('no driver serves ftp://');
  });
});
