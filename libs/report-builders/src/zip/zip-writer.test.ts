import { Writable } from 'node:stream';
import { readZip, ZipWriter } from '.';
import { dataDescriptor, directory, localHeader, type ZipEntry } from './zip-records';

class Keep extends Writable {
  readonly chunks: Buffer[] = [];
  /** Bytes that were handed over before the last were taken. */
  deepest = 0;

  constructor(private readonly slow = false) {
    super({ highWaterMark: 16 * 1024 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.deepest = Math.max(this.deepest, this.writableLength);
    this.chunks.push(Buffer.from(chunk));
    if (this.slow) setImmediate(done);
    else done();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

const noise = (size: number): Buffer => {
  const bytes = Buffer.alloc(size);
  let state = 1;
  for (let at = 0; at < size; at += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    bytes[at] = state >> 16;
  }
  return bytes;
};

async function write(sink: Keep): Promise<void> {
  const zip = new ZipWriter(sink, 1);
  await zip.add('small é.txt', 'small');
  const part = await zip.stream('folder/long.bin');
  for (let at = 0; at < 40; at += 1) await part.put(noise(64 * 1024));
  await part.close();
  await zip.add('empty', '');
  await zip.end();
}

describe('a zip written front to back', () => {
  it('reads back, whether its parts were short or streamed', async () => {
    const sink = new Keep();
    await write(sink);
    const contents = await readZip(sink.bytes);
    expect([...contents.keys()]).toEqual(['small é.txt', 'folder/long.bin', 'empty']);
    expect(contents.get('small é.txt')?.toString()).toBe('small');
    expect(contents.get('folder/long.bin')?.length).toBe(40 * 64 * 1024);
    expect(
      contents
        .get('folder/long.bin')
        ?.subarray(0, 64 * 1024)
        .equals(noise(64 * 1024)),
    ).toBe(true);
  });

  it('has the same bytes each time', async () => {
    const [one, two] = [new Keep(), new Keep()];
    await write(one);
    await write(two);
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });

  it('waits for a slow sink instead of piling up', async () => {
    const sink = new Keep(true);
    await write(sink);
    expect(sink.deepest).toBeLessThan(512 * 1024);
  });

  it('passes on what broke the sink', async () => {
    const sink = new Keep();
    const zip = new ZipWriter(sink, 1);
    const part = await zip.stream('long');
    sink.on('error', () => undefined);
    sink.destroy(new Error('disk full'));
    await expect(
      (async () => {
        for (let at = 0; at < 40; at += 1) await part.put(noise(64 * 1024));
        await part.close();
      })(),
    ).rejects.toThrow('disk full');
    zip.abort();
  });

  it('refuses a second part while one is open', async () => {
    const zip = new ZipWriter(new Keep(), 1);
    await zip.stream('one');
    await expect(zip.add('two', 'x')).rejects.toThrow('still open');
    zip.abort();
  });
});

describe('records of large files', () => {
  const large: ZipEntry = {
    name: Buffer.from('large'),
    crc: 1,
    rawBytes: 5_000_000_000,
    packedBytes: 3_000,
    offset: 6_000_000_000,
    streamed: true,
  };

  it('carry eight-byte sizes only when four are too few', () => {
    expect(dataDescriptor(large)).toHaveLength(24);
    expect(dataDescriptor({ ...large, rawBytes: 5_000 })).toHaveLength(16);
    expect(localHeader(large).readUInt32LE(22)).toBe(0);
  });

  it('point to eight-byte sizes and places in the directory', () => {
    const bytes = directory([large], 7_000_000_000);
    const extra = 46 + 'large'.length;
    expect(bytes.readUInt32LE(24)).toBe(0xffff_ffff);
    expect(bytes.readUInt32LE(42)).toBe(0xffff_ffff);
    expect(bytes.readBigUInt64LE(extra + 4)).toBe(5_000_000_000n);
    expect(bytes.readBigUInt64LE(extra + 12)).toBe(3_000n);
    expect(bytes.readBigUInt64LE(extra + 20)).toBe(6_000_000_000n);
    expect(bytes.indexOf(Buffer.from([0x50, 0x4b, 0x06, 0x06]))).toBe(extra + 28);
  });
});
