import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ArtefactStore } from './artefact-store';
import { pieces, pseudoRandom } from './test-bytes';

/** What every driver promises. `age` makes everything stored so far at least a minute old. */
export function storeContract(
  name: string,
  make: () => Promise<{ store: ArtefactStore; age: () => Promise<void>; close: () => Promise<void> }>,
): void {
  describe(`a store of artefacts (${name})`, () => {
    let store: ArtefactStore;
    let age: () => Promise<void>;
    let close: () => Promise<void>;
    beforeEach(async () => ({ store, age, close } = await make()));
    afterEach(() => close());

    const write = async (key: string, bytes: Buffer | string) => {
      const artefact = await store.create(key);
      await pipeline(Readable.from([Buffer.from(bytes)]), artefact.sink);
      return artefact.commit();
    };
    const read = async (key: string, range?: { start: number; end: number }) =>
      buffer((await store.open(key, range === undefined ? {} : { range })).stream);
    const keysOf = async (prefix: string, olderThanMs = 0) => {
      const keys: string[] = [];
      for await (const key of store.list(prefix, olderThanMs)) keys.push(key);
      return keys.sort();
    };

    it('gives back the bytes, with their size and digest', async () => {
      const key = newArtefactKey();
      const bytes = pseudoRandom(3_000_000);
      const artefact = await store.create(key);
      await pipeline(Readable.from(pieces(bytes, 7919)), artefact.sink);
      expect(artefact.key).toBe(key);
      expect(await artefact.commit()).toEqual({
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      expect((await read(key)).equals(bytes)).toBe(true);
      expect(await store.size(key)).toBe(bytes.length);
    });

    it('keeps an empty file as an empty file', async () => {
      const key = newArtefactKey();
      const artefact = await store.create(key);
      expect((await artefact.commit()).bytes).toBe(0);
      expect(await read(key)).toHaveLength(0);
    });

    it('shows nothing before the commit and nothing after a discard', async () => {
      const key = newArtefactKey();
      const artefact = await store.create(key);
      artefact.sink.write('half');
      expect(await store.size(key)).toBeNull();
      expect(await keysOf('')).toEqual([]);
      await artefact.discard();
      await artefact.discard();
      expect(await store.size(key)).toBeNull();
      await age();
      expect(await store.removeTemps(1000)).toBe(0);
    });

    it('refuses a second file under one key and keeps the first', async () => {
      const key = newArtefactKey();
      await write(key, 'first');
      await expect(write(key, 'second')).rejects.toMatchObject({
        fault: 'conflict',
        code: 'artefact_exists',
      });
      expect((await read(key)).toString()).toBe('first');
    });

    it('reads ranges as HTTP counts them and refuses those outside', async () => {
      const key = newArtefactKey();
      await write(key, '0123456789');
      expect((await read(key, { start: 0, end: 0 })).toString()).toBe('0');
      expect((await read(key, { start: 7, end: 9 })).toString()).toBe('789');
      for (const [start, end] of [
        [10, 10],
        [3, 2],
        [0, 10],
        [-1, 3],
        [0.5, 2],
      ] as const) {
        await expect(store.open(key, { range: { start, end } })).rejects.toMatchObject({ fault: 'range' });
      }
    });

    it('tells a lost file from a damaged one', async () => {
      const key = newArtefactKey();
      await expect(store.open(key)).rejects.toMatchObject({ fault: 'gone', code: 'artefact_gone' });
      await write(key, 'four');
      await expect(store.open(key, { expectedBytes: 5 })).rejects.toMatchObject({ code: 'artefact_damaged' });
      const { stream, bytes } = await store.open(key, { expectedBytes: 4 });
      expect([(await buffer(stream)).toString(), bytes]).toEqual(['four', 4]);
    });

    it('gives nothing of a file whose bytes are not the recorded ones, whole or in part', async () => {
      const key = newArtefactKey();
      const { sha256 } = await write(key, '0123456789');
      const other = createHash('sha256').update('0123456788').digest('hex');
      for (const range of [undefined, { start: 0, end: 2 }]) {
        const asked = range === undefined ? {} : { range };
        await expect(store.open(key, { ...asked, expectedSha256: other })).rejects.toMatchObject({
          fault: 'broken',
          code: 'artefact_damaged',
        });
        const { stream } = await store.open(key, { ...asked, expectedSha256: sha256 });
        expect((await buffer(stream)).toString()).toBe('0123456789'.slice(0, range === undefined ? 10 : 3));
      }
      const empty = newArtefactKey();
      const { sha256: nothing } = await write(empty, '');
      expect(await buffer((await store.open(empty, { expectedSha256: nothing })).stream)).toHaveLength(0);
    });

    it('deletes one file, one execution, one report, one account', async () => {
      const [account, report, other] = [randomUUID(), randomUUID(), randomUUID()];
      const keys = [
        `${account}/${report}/1-a/xlsx.xlsx`,
        `${account}/${report}/1-a/pdf.pdf`,
        `${account}/${report}/2-b/xlsx.xlsx`,
        `${account}/${other}/1-c/csv.zip`,
        `${account}/uploads/${other}/content.csv`,
        newArtefactKey(),
      ] as const;
      for (const key of keys) await write(key, 'x');
      expect(await store.delete(keys[0])).toBe(true);
      expect(await store.delete(keys[0])).toBe(false);
      expect(await store.deletePrefix(`${account}/${report}/1-a`)).toBe(1);
      expect(await store.deletePrefix(`${account}/${report}/1-a`)).toBe(0);
      expect(await keysOf(account)).toEqual([keys[2], keys[3], keys[4]].sort());
      expect(await store.deletePrefix(`${account}/${report}`)).toBe(1);
      expect(await store.deletePrefix(account)).toBe(2);
      expect(await keysOf('')).toEqual([keys[5]]);
    });

    it('lists by age and clears unfinished files by age', async () => {
      const [old, young] = [newArtefactKey(), newArtefactKey()];
      await write(old, 'old');
      const abandoned = await store.create(newArtefactKey());
      abandoned.sink.write('half');
      await new Promise((resolve) => setTimeout(resolve, 50));
      await age();
      await write(young, 'young');
      const running = await store.create(newArtefactKey());
      expect(await keysOf('', 30_000)).toEqual([old]);
      expect(await keysOf('')).toEqual([old, young].sort());
      expect(await store.removeTemps(30_000)).toBe(1);
      expect((await running.commit()).bytes).toBe(0);
      await abandoned.discard();
    });

    it('takes no key that leads elsewhere', async () => {
      const { account, report } = { account: randomUUID(), report: randomUUID() };
      const wrong = [
        '',
        '/etc/passwd',
        `../${account}/${report}/1-a/xlsx.xlsx`,
        `${account}/../${report}/1-a/xlsx.xlsx`,
        `${account}/${report}/1-a/../../x.x`,
        `${account}/${report}/1-a/..%2f.x`,
        `${account}/${report}/1-a/x\u0000.xlsx`,
        `${account}/${report}/1-a/xlsx.xlsx\n`,
        `${account}/${report}/1-a/.xlsx.xlsx.0123456789abcdef.part`,
        `${account}/${report}/1-a`,
      ];
      for (const key of wrong) {
        await expect(store.create(key)).rejects.toMatchObject({ fault: 'broken', code: 'invalid_key' });
        await expect(store.open(key)).rejects.toMatchObject({ code: 'invalid_key' });
        await expect(store.delete(key)).rejects.toMatchObject({ code: 'invalid_key' });
      }
      for (const prefix of ['', '.', '..', '/', account.slice(0, 8), `${account}/`, `${account}/..`]) {
        await expect(store.deletePrefix(prefix)).rejects.toMatchObject({ code: 'invalid_key' });
      }
    });

    it('tells what is free', async () => {
      const space = await store.freeSpace();
      if (space === null) return;
      expect(space.share).toBeGreaterThan(0);
      expect(space.share).toBeLessThanOrEqual(1);
    });
  });
}

/** A key of a report that exists nowhere. */
export function newArtefactKey(): string {
  return `${randomUUID()}/${randomUUID()}/1-${randomUUID()}/xlsx.xlsx`;
}
