import type {
  Block,
  Chart,
  Column,
  Facts,
  Heading,
  Paragraph,
  ReportDocument,
  Section,
  Table,
} from '@pressroom/document';
import type { CellValue } from '@pressroom/document';
import type { Writable } from 'node:stream';

export type BuilderFormat = 'xlsx' | 'pdf' | 'html' | 'csv' | 'json' | 'zip';

/** What a finished file says of itself. */
export interface BuiltFile {
  /** Table rows printed, over all tables. */
  rows: number;
  /** Table rows that this format leaves to another one; the document itself says so too. */
  omittedRows: number;
  /** File extension without the dot: csv becomes `zip`, one file a table, when the document names no main table. */
  extension: string;
  mediaType: string;
}

/** A head without the sections, which come as events. */
export type DocumentHead = Omit<ReportDocument, 'sections'>;
/** A table without its rows, which come as events. */
export type TableHead = Omit<Table, 'rows'>;

/**
 * One format under construction. The document comes as a stream of calls, each awaited before the next,
 * so that the slowest format holds back the reading: `begin (section (block | tableBegin rows* tableEnd)* )* end`.
 * Every method may return nothing or a promise; a rejected promise ends the build of all formats.
 */
export interface DocumentWriter {
  begin(head: DocumentHead): void | Promise<void>;
  section(section: Pick<Section, 'key' | 'title'>): void | Promise<void>;
  heading(block: Heading): void | Promise<void>;
  paragraph(block: Paragraph): void | Promise<void>;
  facts(block: Facts): void | Promise<void>;
  chart(block: Chart): void | Promise<void>;
  pageBreak(): void | Promise<void>;
  tableBegin(table: TableHead): void | Promise<void>;
  tableRows(rows: readonly (readonly CellValue[])[]): void | Promise<void>;
  tableEnd(): void | Promise<void>;
  /** Flushes everything and ends the sink; resolves when the sink has taken the last byte. */
  end(): Promise<BuiltFile>;
  /** Frees what the writer holds after a failure; never throws. */
  abort(): Promise<void>;
}

export interface WriterOptions {
  sink: Writable;
}

export type WriterFactory = (options: WriterOptions) => DocumentWriter;

/** Compile-time reminder: a new kind of block is an error here until every builder draws it. */
export type BlockKind = Block['kind'];
export type { Column };
