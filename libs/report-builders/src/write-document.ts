import type { Block, CellValue, ReportDocument, Section, Table } from '@pressroom/document';
import { setImmediate as turn } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import type { BuilderFormat, BuiltFile, DocumentWriter, TableHead } from './builder';
import { writerFactory } from './formats';

export interface DocumentOutput {
  format: BuilderFormat;
  /** Where the bytes go; ended by the writer. */
  sink: Writable;
}

export interface WriteProgress {
  /** Title of the section under way. */
  section: string;
  sectionsDone: number;
  /** Table rows read so far, over all tables. */
  rowsDone: number;
}

export interface WriteOptions {
  /** Ends the build before the next block or batch, or while a sink is waited for; its reason is thrown. */
  signal?: AbortSignal;
  onProgress?: (progress: WriteProgress) => void;
}

export type WrittenOutput = BuiltFile & { format: BuilderFormat };

/** Rows handed to the writers at once: small enough to encode in a few milliseconds, whatever the reader batches. */
const SLICE = 1_000;

/**
 * Reads a document once and sends every event to all writers at the same time; the slowest holds back the reading.
 * @returns one entry an output, in their order
 * @throws what the document, a writer or the signal threw; by then every writer is aborted and every sink destroyed
 */
export async function writeDocument(
  document: ReportDocument,
  outputs: readonly DocumentOutput[],
  options: WriteOptions = {},
): Promise<WrittenOutput[]> {
  const writers: DocumentWriter[] = [];
  const watch = new Watch(outputs, options.signal);
  try {
    for (const { format, sink } of outputs) writers.push(writerFactory(format)({ sink }));
    await new Telling(writers, watch, options).document(document);
    const files = await watch.over(settled(writers.map((writer) => writer.end())));
    return files.flatMap((file, at) => {
      const output = outputs[at];
      return output === undefined ? [] : [{ format: output.format, ...file }];
    });
  } catch (error) {
    await Promise.allSettled(writers.map((writer) => writer.abort()));
    for (const { sink } of outputs) sink.destroy();
    throw error;
  } finally {
    watch.end();
  }
}

/** Ends waiting when a sink breaks or the signal fires: a writer that waits for a dead sink to drain waits for ever. */
class Watch {
  private readonly failed: Promise<never>;
  private fail: (reason: unknown) => void = () => undefined;
  private readonly aborted = (): void => this.fail(this.signal?.reason);

  constructor(
    outputs: readonly DocumentOutput[],
    private readonly signal: AbortSignal | undefined,
  ) {
    this.failed = new Promise((_resolve, reject) => {
      this.fail = reject;
    });
    this.failed.catch(() => undefined);
    // The listeners stay: a destroyed sink may still report its error, and an error nobody hears ends the process.
    for (const { sink } of outputs) sink.on('error', this.fail);
    signal?.addEventListener('abort', this.aborted, { once: true });
    if (signal?.aborted === true) this.aborted();
  }

  over<Value>(work: Promise<Value>): Promise<Value> {
    return Promise.race([this.failed, work]);
  }

  end(): void {
    this.signal?.removeEventListener('abort', this.aborted);
  }
}

/** Like Promise.all, but waits for all before it throws: a writer's failure must not abort the others in mid-call. */
async function settled<Value>(works: readonly (Value | Promise<Value>)[]): Promise<Value[]> {
  const results = await Promise.allSettled(works);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** One pass through a document. */
class Telling {
  private readonly progress: WriteProgress = { section: '', sectionsDone: 0, rowsDone: 0 };

  constructor(
    private readonly writers: readonly DocumentWriter[],
    private readonly watch: Watch,
    private readonly options: WriteOptions,
  ) {}

  async document(document: ReportDocument): Promise<void> {
    const { sections, ...head } = document;
    await this.all((writer) => writer.begin(head));
    for await (const section of sections) await this.section(section);
  }

  private async section(section: Section): Promise<void> {
    this.progress.section = section.title;
    await this.all((writer) => writer.section({ key: section.key, title: section.title }));
    for (const block of section.blocks) await this.block(block);
    this.progress.sectionsDone += 1;
    this.options.onProgress?.({ ...this.progress });
  }

  private async block(block: Block): Promise<void> {
    switch (block.kind) {
      case 'heading':
        return this.all((writer) => writer.heading(block));
      case 'paragraph':
        return this.all((writer) => writer.paragraph(block));
      case 'facts':
        return this.all((writer) => writer.facts(block));
      case 'chart':
        return this.all((writer) => writer.chart(block));
      case 'pageBreak':
        return this.all((writer) => writer.pageBreak());
      case 'table':
        return this.table(block);
    }
  }

  private async table(table: Table): Promise<void> {
    const { rows, ...head }: Table & TableHead = table;
    await this.all((writer) => writer.tableBegin(head));
    for await (const batch of rows) await this.batch(batch);
    await this.all((writer) => writer.tableEnd());
  }

  private async batch(batch: readonly (readonly CellValue[])[]): Promise<void> {
    for (let from = 0; from < batch.length; from += SLICE) {
      const slice = batch.length <= SLICE ? batch : batch.slice(from, from + SLICE);
      await this.all((writer) => writer.tableRows(slice));
      this.progress.rowsDone += slice.length;
      this.options.onProgress?.({ ...this.progress });
      // Promises alone never let timers and sockets in; a heartbeat must beat while rows pour.
      await turn();
    }
  }

  private async all(tell: (writer: DocumentWriter) => void | Promise<void>): Promise<void> {
    this.options.signal?.throwIfAborted();
    // A writer that throws at once must look like one that rejects, or the others would be left unawaited.
    await this.watch.over(settled(this.writers.map(async (writer) => tell(writer))));
  }
}
