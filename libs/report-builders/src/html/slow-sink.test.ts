import { Writable } from 'node:stream';
import { base, section, table } from '../../../../test/support/html-page';
import { writeDocument } from '../write-document';
import { createHtmlWriter } from './index';

describe('a slow reader of the page', () => {
  it('holds the rows back: nothing piles up between the writer and the sink', async () => {
    const highWaterMark = 16 * 1024;
    let most = 0;
    let taken = 0;
    const sink: Writable = new Writable({
      highWaterMark,
      write(chunk: Buffer, _encoding, done) {
        taken += chunk.length;
        most = Math.max(most, sink.writableLength);
        setTimeout(done, 1);
      },
    });
    const writer = createHtmlWriter({ sink });
    await writer.begin(base);
    const { rows: _rows, ...head } = table([], { tail: 'full' });
    await writer.tableBegin(head);
    const batch = Array.from({ length: 500 }, (_, index) => [`food ${index} ${'x'.repeat(200)}`, index]);
    for (let count = 0; count < 20; count += 1) await writer.tableRows(batch);
    await writer.tableEnd();
    expect((await writer.end()).rows).toBe(10_000);
    expect(taken).toBeGreaterThan(2_000_000);
    expect(most).toBeLessThan(highWaterMark + 3 * 64 * 1024);
  });

  it('ends the build when the sink fails', async () => {
    const sink = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error('disk full'));
      },
    });
    const document = {
      ...base,
      sections: [section(table(Array.from({ length: 4000 }, () => ['x'.repeat(100), 1])))],
    };
    await expect(writeDocument(document, [{ format: 'html', sink }])).rejects.toThrow('disk full');
  });
});
