import { DomainError } from '@pressroom/kernel';
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { writeError } from '../store-errors';
import type { DiskFile } from './disk';

/** Bytes held before the writer is asked to wait. */
const HIGH_WATER = 262_144;

/** Writes to a file and counts and digests on the way, so that the bytes are read once. */
export class HashingSink extends Writable {
  private readonly hash = createHash('sha256');
  bytes = 0;

  constructor(
    private readonly file: DiskFile,
    /** Bytes past which the file may not grow. */
    private readonly mostBytes: number,
  ) {
    super({ highWaterMark: HIGH_WATER, decodeStrings: true, emitClose: true });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.pass([chunk], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.pass(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  /** Call once, after the end. */
  digest(): string {
    return this.hash.digest('hex');
  }

  private pass(chunks: readonly Buffer[], done: (error?: Error | null) => void): void {
    for (const chunk of chunks) {
      this.hash.update(chunk);
      this.bytes += chunk.length;
    }
    if (this.bytes > this.mostBytes) return done(tooLarge(this.mostBytes));
    this.file.write(chunks).then(
      () => done(),
      (error: unknown) => done(writeError(error) as Error),
    );
  }
}

function tooLarge(mostBytes: number): DomainError {
  return new DomainError('tooLarge', 'artefact_too_large', {
    detail: `a file of this report would be larger than ${mostBytes} bytes: ask for less`,
  });
}
