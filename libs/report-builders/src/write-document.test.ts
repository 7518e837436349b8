import type { CellValue, ReportDocument } from '@pressroom/document';
import { Writable } from 'node:stream';
import { writeDocument, type WriteProgress } from '.';

class Keep extends Writable {
  bytes = 0;
  constructor(private readonly hold: Promise<void> = Promise.resolve()) {
    super({ highWaterMark: 64 * 1024 });
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.bytes += chunk.length;
    void this.hold.then(() => done());
  }
}

const ROWS = 2_500;

function documentOf(rows: () => Iterable<CellValue[][]> | AsyncIterable<CellValue[][]>): ReportDocument {
  const columns = [{ key: 'text', title: 'Text', format: { kind: 'text' } } as const];
  return {
    title: 'Test',
    language: 'en',
    timeZone: 'UTC',
    asOf: null,
    facts: [],
    mainTable: 'log',
    template: { name: 'test.rows', version: '1' },
    sections: [
      {
        key: 'log',
        title: 'Log',
        blocks: [{ kind: 'table', key: 'log', title: 'Log', tail: 'full', columns, rows: rows() }],
      },
    ],
  };
}

function* batches(count: number, seen: { batches: number } = { batches: 0 }): Generator<CellValue[][]> {
  for (let at = 0; at < count; at += 1) {
    seen.batches += 1;
    yield Array.from({ length: ROWS }, (_, row) => [`row ${at * ROWS + row} ${'x'.repeat(40)}`]);
  }
}

describe('writeDocument', () => {
  it('writes all formats from one reading', async () => {
    const seen = { batches: 0 };
    const [csv, json, xlsx] = [new Keep(), new Keep(), new Keep()];
    const outputs = [
      { format: 'csv', sink: csv },
      { format: 'json', sink: json },
      { format: 'xlsx', sink: xlsx },
    ] as const;
    const files = await writeDocument(
      documentOf(() => batches(3, seen)),
      outputs,
    );
    expect(files.map(({ format, rows, extension }) => [format, rows, extension])).toEqual([
      ['csv', 7_500, 'csv'],
      ['json', 7_500, 'json'],
      ['xlsx', 7_500, 'xlsx'],
    ]);
    expect(seen.batches).toBe(3);
    expect([csv, json, xlsx].every((sink) => sink.writableFinished && sink.bytes > 0)).toBe(true);
  });

  it('tells how far it is', async () => {
    const told: WriteProgress[] = [];
    await writeDocument(
      documentOf(() => batches(2)),
      [{ format: 'csv', sink: new Keep() }],
      {
        onProgress: (progress) => told.push(progress),
      },
    );
    expect(told.map(({ rowsDone }) => rowsDone)).toEqual([1_000, 2_000, 2_500, 3_500, 4_500, 5_000, 5_000]);
    expect(told.at(-1)).toEqual({ section: 'Log', sectionsDone: 1, rowsDone: 5_000 });
  });

  it('reads no faster than the slowest sink takes', async () => {
    let release: () => void = () => undefined;
    const stuck = new Keep(new Promise((resolve) => (release = resolve)));
    const seen = { batches: 0 };
    const outputs = [
      { format: 'csv', sink: stuck },
      { format: 'json', sink: new Keep() },
    ] as const;
    const writing = writeDocument(
      documentOf(() => batches(40, seen)),
      outputs,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(seen.batches).toBeLessThan(5);
    release();
    await writing;
    expect(seen.batches).toBe(40);
  });

  it('stops for the signal, even while a sink is stuck', async () => {
    const abort = new AbortController();
    const stuck = new Keep(new Promise(() => undefined));
    const writing = writeDocument(
      documentOf(() => batches(40)),
      [{ format: 'csv', sink: stuck }],
      {
        signal: abort.signal,
      },
    );
    setTimeout(() => abort.abort(new Error('cancelled')), 20);
    await expect(writing).rejects.toThrow('cancelled');
    expect(stuck.destroyed).toBe(true);
  });

  it('does not begin when the signal has fired', async () => {
    const seen = { batches: 0 };
    const options = { signal: AbortSignal.abort(new Error('too late')) };
    const outputs = [{ format: 'json', sink: new Keep() }] as const;
    await expect(
      writeDocument(
        documentOf(() => batches(1, seen)),
        outputs,
        options,
      ),
    ).rejects.toThrow('too late');
    expect(seen.batches).toBe(0);
  });

  it.each(['csv', 'json', 'xlsx'] as const)('ends all formats when the sink of %s breaks', async (format) => {
    const broken = new Keep();
    const other = new Keep();
    const outputs = [
      { format, sink: broken },
      { format: 'json', sink: other },
    ] as const;
    const rows = async function* (): AsyncGenerator<CellValue[][]> {
      yield* batches(1);
      broken.destroy(new Error('disk full'));
      yield* batches(10);
    };
    await expect(writeDocument(documentOf(rows), outputs)).rejects.toThrow('disk full');
    expect(other.destroyed).toBe(true);
  });

  it('passes on what the reader threw and destroys the sinks', async () => {
    const sink = new Keep();
    const rows = async function* (): AsyncGenerator<CellValue[][]> {
      yield* batches(1);
      throw new Error('connection lost');
    };
    await expect(writeDocument(documentOf(rows), [{ format: 'xlsx', sink }])).rejects.toThrow(
      'connection lost',
    );
    expect(sink.destroyed).toBe(true);
  });
});
