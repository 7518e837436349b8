import { Writable } from 'node:stream';
import { writeDocument } from '@pressroom/report-builders';
import { readPdf } from './read-pdf';
import type { ReportDocument, Section, Table } from '@pressroom/document';
import type { WrittenOutput } from '@pressroom/report-builders';
import type { PdfRead } from './read-pdf';

/** A sink that takes its time: it keeps one chunk at a time and counts those that come unasked. */
export class SlowSink extends Writable {
  readonly chunks: Buffer[] = [];
  /** Most bytes that waited in it. */
  most = 0;

  constructor(private readonly slow = false) {
    super({ highWaterMark: 1 });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.most = Math.max(this.most, this.writableLength);
    this.chunks.push(chunk);
    if (this.slow) setImmediate(done);
    else done();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

export interface Printed {
  bytes: Buffer;
  file: WrittenOutput;
  read: PdfRead;
}

const HEAD: Omit<ReportDocument, 'sections'> = {
  title: 'Quarterly figures',
  language: 'en',
  timeZone: 'Europe/Berlin',
  asOf: new Date('2026-03-31T22:00:00Z'),
  facts: [{ label: 'Period', value: '2026-01-01 to 2026-03-31' }],
  template: { name: 'test.pdf', version: '1' },
};

/** Prints sections as PDF and reads the file back. */
export async function printPdf(
  sections: readonly Section[],
  head: Partial<Omit<ReportDocument, 'sections'>> = {},
): Promise<Printed> {
  const bytes = await printBytes(sections, head);
  return { ...bytes, read: readPdf(bytes.bytes) };
}

export async function printBytes(
  sections: readonly Section[],
  head: Partial<Omit<ReportDocument, 'sections'>> = {},
  sink = new SlowSink(),
): Promise<Omit<Printed, 'read'>> {
  const [file] = await writeDocument({ ...HEAD, ...head, sections }, [{ format: 'pdf', sink }]);
  if (file === undefined) throw new Error('nothing was written');
  return { bytes: sink.bytes, file };
}

/** A section around one table with text columns, or those given. */
export function tableSection(table: Partial<Table> & Pick<Table, 'columns' | 'rows'>): Section {
  return {
    key: 'section',
    title: 'Section',
    blocks: [{ kind: 'table', key: 'table', title: 'Table', tail: 'full', ...table }],
  };
}

/** Text columns named by letters. */
export const textColumns = (...titles: readonly string[]): Table['columns'] =>
  titles.map((title, index) => ({ key: `c${index}`, title, format: { kind: 'text' } }));
