import type { ReportDocument } from '@pressroom/document';
import { Writable } from 'node:stream';
import type { BuilderFormat } from './builder';
import { writeDocument } from './write-document';

const tiny: ReportDocument = {
  title: 'Warm-up',
  language: 'en',
  timeZone: 'UTC',
  asOf: null,
  facts: [],
  mainTable: 'rows',
  template: { name: 'warm.up', version: '1' },
  sections: [
    {
      key: 'rows',
      title: 'Rows',
      blocks: [
        {
          kind: 'table',
          key: 'rows',
          title: 'Rows',
          tail: 'full',
          columns: [{ key: 'value', title: 'Value', format: { kind: 'decimal', digits: 2 } }],
          rows: [[[1.005]]],
        },
      ],
    },
  ],
};

/**
 * Writes a tiny document to nowhere in each format, so that the first report waits neither for libraries to load nor
 * for the pattern of the workbooks to be drawn.
 */
export async function warm(
  formats: readonly BuilderFormat[] = ['xlsx', 'pdf', 'html', 'csv', 'json'],
): Promise<void> {
  for (const format of formats) {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    await writeDocument(tiny, [{ format, sink }]);
  }
}
