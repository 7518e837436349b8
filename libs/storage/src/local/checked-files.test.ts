import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { open, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '../../../../test/support/test-root';
import { CheckedFiles, type ReadableFile } from './checked-files';

const bytes = Buffer.alloc(2_000_000, 'whole ');
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('files whose bytes are checked', () => {
  let path: string;
  let now: number;
  let checked: CheckedFiles;
  let bytesRead: number;
  beforeEach(async () => {
    path = join(tempFolder('checked').path, 'file');
    await writeFile(path, bytes);
    now = 0;
    bytesRead = 0;
    checked = new CheckedFiles(() => now);
  });

  /** Opens the file anew, as each request does, and counts what is read of it. */
  async function isWhole(during: () => void = () => undefined): Promise<boolean> {
    const handle = await open(path);
    const counting: ReadableFile = {
      stat: (options) => handle.stat(options),
      read: (async (...how: [Buffer, number, number, number]) => {
        const answer = await handle.read(...how);
        bytesRead += answer.bytesRead;
        during();
        return answer;
      }) as ReadableFile['read'],
    };
    try {
      return await checked.isWhole(counting, sha256);
    } finally {
      await handle.close();
    }
  }

  it('are read once, however many ask and however often', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => isWhole()));
    expect(new Set(answers)).toEqual(new Set([true]));
    expect(await isWhole()).toBe(true);
    expect(bytesRead).toBe(bytes.length);
  });

  it('are read again once an hour, since bytes rot where nobody writes', async () => {
    await isWhole();
    now = 3_599_999;
    await isWhole();
    expect(bytesRead).toBe(bytes.length);
    now = 3_600_000;
    expect(await isWhole()).toBe(true);
    expect(bytesRead).toBe(2 * bytes.length);
  });

  it('are found out when one bit is another, also with the old time of change, and are good again when restored', async () => {
    expect(await isWhole()).toBe(true);
    const old = new Date('2026-01-01T00:00:00Z');
    await utimes(path, old, old);
    expect(await isWhole()).toBe(true);
    const flipped = Buffer.from(bytes);
    flipped[1_234_567] = (flipped[1_234_567] ?? 0) ^ 1;
    await writeFile(path, flipped);
    await utimes(path, old, old);
    expect(await isWhole()).toBe(false);
    expect(await isWhole()).toBe(false);
    await writeFile(path, bytes);
    expect(await isWhole()).toBe(true);
  });

  it('are not believed when they are written while they are read', async () => {
    expect(await isWhole(() => writeFileSync(path, 'x', { flag: 'a' }))).toBe(false);
  });
});
