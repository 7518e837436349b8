import type { Writable } from 'node:stream';
import { constants, crc32, createDeflateRaw, deflateRawSync, type DeflateRaw } from 'node:zlib';
import { finish, put } from '../sink';
import { dataDescriptor, directory, localHeader, type ZipEntry } from './zip-records';

/** Small parts are packed at once on this thread; long ones stream through a thread of zlib. */
const SMALL_LEVEL = 6;

/** A zip file written front to back, one entry at a time; memory doesn't grow with the size of an entry. */
export class ZipWriter {
  private readonly entries: ZipEntry[] = [];
  private offset = 0;
  private open: ZipPart | null = null;

  /** @param level deflate level of streamed entries, 1 to 9 */
  constructor(
    private readonly sink: Writable,
    private readonly level: number,
  ) {}

  /** A small part, held in memory. */
  async add(name: string, content: string | Buffer): Promise<void> {
    const raw = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const packed = deflateRawSync(raw, { level: SMALL_LEVEL });
    const entry = this.begin(name, false);
    entry.crc = crc32(raw);
    entry.rawBytes = raw.length;
    entry.packedBytes = packed.length;
    await this.write(localHeader(entry));
    await this.write(packed);
    this.entries.push(entry);
  }

  /** Begins a part of unknown length; it must be closed before the next one. */
  async stream(name: string): Promise<ZipPart> {
    const entry = this.begin(name, true);
    await this.write(localHeader(entry));
    const part = new ZipPart(
      entry,
      this.level,
      (chunk) => this.write(chunk),
      async () => {
        this.open = null;
        this.entries.push(entry);
        await this.write(dataDescriptor(entry));
      },
    );
    this.open = part;
    return part;
  }

  /** Writes the directory and ends the sink. */
  async end(): Promise<void> {
    await this.write(directory(this.entries, this.offset));
    await finish(this.sink);
  }

  /** Lets go of the part under way. Never throws. */
  abort(): void {
    this.open?.abort();
    this.open = null;
  }

  private begin(name: string, streamed: boolean): ZipEntry {
    if (this.open !== null) throw new Error('a part of the zip is still open');
    return {
      name: Buffer.from(name, 'utf8'),
      crc: 0,
      rawBytes: 0,
      packedBytes: 0,
      offset: this.offset,
      streamed,
    };
  }

  private write(chunk: Buffer): Promise<void> | undefined {
    this.offset += chunk.length;
    return put(this.sink, chunk);
  }
}

/** One streamed entry. Chunks handed over belong to it: they are read on another thread. */
export class ZipPart {
  private readonly deflate: DeflateRaw;
  private failure: Error | null = null;
  private wake: () => void = () => undefined;
  private packing: Promise<void> | undefined;
  /** Output that waits for the sink. */
  private draining: Promise<void> | undefined;

  constructor(
    private readonly entry: ZipEntry,
    level: number,
    private readonly write: (chunk: Buffer) => Promise<void> | undefined,
    private readonly closed: () => Promise<void>,
  ) {
    this.deflate = createDeflateRaw({
      level,
      memLevel: 9,
      chunkSize: 65_536,
      strategy: constants.Z_DEFAULT_STRATEGY,
    });
    this.deflate.on('data', (chunk: Buffer) => this.drain(chunk));
    this.deflate.on('error', (error) => this.fail(error));
  }

  /** Resolves when the chunk before this one is packed: the caller makes the next while this one is under way. */
  async put(chunk: Buffer): Promise<void> {
    this.entry.crc = crc32(chunk, this.entry.crc);
    this.entry.rawBytes += chunk.length;
    await this.packing;
    await this.draining;
    this.check();
    this.packing = this.settle((done) => this.deflate.write(chunk, done));
  }

  async close(): Promise<void> {
    await this.packing;
    await this.settle((done) => this.deflate.once('end', done).end());
    await this.draining;
    this.check();
    await this.closed();
  }

  abort(): void {
    this.deflate.destroy();
    this.fail(new Error('the part was given up'));
  }

  private settle(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      if (this.failure !== null) resolve();
      else start(() => resolve());
    });
  }

  private drain(chunk: Buffer): void {
    this.entry.packedBytes += chunk.length;
    const waiting = this.write(chunk);
    if (waiting === undefined) return;
    this.deflate.pause();
    this.draining = waiting.then(
      () => {
        this.draining = undefined;
        this.deflate.resume();
      },
      (error: unknown) => this.fail(error),
    );
  }

  private fail(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error('the part failed', { cause: error });
    this.wake();
  }

  private check(): void {
    if (this.failure !== null) throw this.failure;
  }
}
