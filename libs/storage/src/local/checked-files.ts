import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** Read and digested at a time: some 0.2 ms of the main loop, which serves others between two pieces. */
const PIECE = 262_144;
const REMEMBERED = 20_000;
/** After this a file that is still asked for is read once more: bytes can rot where nobody writes. */
const BELIEVED_MS = 3_600_000;

/** A FileHandle, as far as it is needed here. */
export type ReadableFile = Pick<FileHandle, 'read'> & {
  stat(options: { bigint: true }): Promise<BigIntStats>;
};

/**
 * Knows which files hold the bytes that were recorded. A file is read whole before anything of it is passed on, the
 * first time only: afterwards its identity stands for it (device, inode, size, times of change to the nanosecond), which
 * every write through the system alters. Those who ask at the same time share one reading.
 */
export class CheckedFiles {
  /** Milliseconds of the check, by identity; the oldest first. */
  private readonly whole = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<boolean>>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param sha256 recorded digest, lower-case hexadecimal @returns false for other bytes */
  async isWhole(file: ReadableFile, sha256: string): Promise<boolean> {
    const found = await file.stat({ bigint: true });
    const identity = identityOf(found, sha256);
    if (this.now() - (this.whole.get(identity) ?? -Infinity) < BELIEVED_MS) return true;
    let check = this.underWay.get(identity);
    if (check === undefined) {
      check = this.check(file, found, sha256).finally(() => this.underWay.delete(identity));
      this.underWay.set(identity, check);
    }
    return check;
  }

  /** Damage is not remembered: what a restored copy or a better cable mends is mended at the next request. */
  private async check(file: ReadableFile, found: BigIntStats, sha256: string): Promise<boolean> {
    if ((await digestOf(file, Number(found.size))) !== sha256) return false;
    const identity = identityOf(found, sha256);
    // Files are written once: one that was written while it was read is none of ours.
    if (identityOf(await file.stat({ bigint: true }), sha256) !== identity) return false;
    this.whole.delete(identity);
    this.whole.set(identity, this.now());
    const [oldest] = this.whole.keys();
    if (this.whole.size > REMEMBERED && oldest !== undefined) this.whole.delete(oldest);
    return true;
  }
}

function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats, sha256: string): string {
  return [dev, ino, size, mtimeNs, ctimeNs, sha256].join(' ');
}

/** Reads by position: where the descriptor stands is left as it was. A file that grows meanwhile has an end all the same. */
async function digestOf(file: ReadableFile, size: number): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(Math.min(PIECE, size));
  for (let at = 0; at < size;) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, size - at), at);
    if (bytesRead === 0) break;
    hash.update(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest('hex');
}
