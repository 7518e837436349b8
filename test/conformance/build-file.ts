import type { ReportDocument } from '@pressroom/document';
import { type BuilderFormat, type BuiltFile, writeDocument } from '@pressroom/report-builders';
import { Writable } from 'node:stream';

/** Keeps everything in memory. */
class Keep extends Writable {
  private readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk));
    done();
  }
  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

/** One document as the bytes of one format. */
export async function buildFile(
  document: ReportDocument,
  format: BuilderFormat,
): Promise<BuiltFile & { bytes: Buffer }> {
  const sink = new Keep();
  const [file] = await writeDocument(document, [{ format, sink }]);
  if (file === undefined) throw new Error('nothing was built');
  return { ...file, bytes: sink.bytes };
}
