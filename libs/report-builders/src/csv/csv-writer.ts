import type { CellValue, Column } from '@pressroom/document';
import type { Writable } from 'node:stream';
import type { BuiltFile, DocumentHead, DocumentWriter, TableHead, WriterFactory } from '../builder';
import { ByteWriter } from '../bytes';
import { finish, put } from '../sink';
import { UniqueNames } from '../unique-names';
import { type ZipPart, ZipWriter } from '../zip';
import { encodeHeader, encodeRow } from './encode-csv';

const CHUNK = 128 * 1024;
const ZIP_LEVEL = 3;

/** Where the bytes of one table go. */
interface Target {
  put(chunk: Buffer): Promise<void> | undefined;
  close(): Promise<void>;
}

/**
 * RFC 4180, UTF-8 without a byte order mark. With a main table the file is that table alone; otherwise it is a zip of
 * one file a table. Everything but tables has no place in CSV and is left out.
 */
class CsvWriter implements DocumentWriter {
  private readonly out = new ByteWriter(CHUNK + 16 * 1024);
  private readonly names = new UniqueNames();
  private mainTable: string | undefined;
  private mainDone = false;
  private zip: ZipWriter | null = null;
  private target: Target | null = null;
  private columns: readonly Column[] = [];
  private rows = 0;

  constructor(private readonly sink: Writable) {}

  begin(head: DocumentHead): void {
    this.mainTable = head.mainTable;
    if (head.mainTable === undefined) this.zip = new ZipWriter(this.sink, ZIP_LEVEL);
  }

  section(): void {}
  heading(): void {}
  paragraph(): void {}
  facts(): void {}
  chart(): void {}
  pageBreak(): void {}

  async tableBegin(table: TableHead): Promise<void> {
    this.target = await this.targetOf(table.key);
    if (this.target === null) return;
    this.columns = table.columns;
    encodeHeader(this.out, table.columns);
  }

  private async targetOf(key: string): Promise<Target | null> {
    if (this.zip !== null) {
      const part: ZipPart = await this.zip.stream(`${this.names.take(key)}.csv`);
      return part;
    }
    if (key !== this.mainTable || this.mainDone) return null;
    this.mainDone = true;
    return { put: (chunk) => put(this.sink, chunk), close: async () => undefined };
  }

  async tableRows(rows: readonly (readonly CellValue[])[]): Promise<void> {
    if (this.target === null) return;
    this.rows += rows.length;
    for (const row of rows) {
      encodeRow(this.out, row, this.columns);
      if (this.out.length >= CHUNK) await this.target.put(this.out.take());
    }
  }

  async tableEnd(): Promise<void> {
    if (this.target === null) return;
    if (this.out.length > 0) await this.target.put(this.out.take());
    await this.target.close();
    this.target = null;
  }

  async end(): Promise<BuiltFile> {
    const counts = { rows: this.rows, omittedRows: 0 };
    if (this.zip !== null) {
      await this.zip.end();
      return { ...counts, extension: 'zip', mediaType: 'application/zip' };
    }
    if (!this.mainDone)
      throw new Error(`the document has no table ${this.mainTable ?? ''}, which csv is made of`);
    await finish(this.sink);
    return { ...counts, extension: 'csv', mediaType: 'text/csv; charset=utf-8' };
  }

  async abort(): Promise<void> {
    this.zip?.abort();
  }
}

export const createCsvWriter: WriterFactory = ({ sink }) => new CsvWriter(sink);
