import type { CellValue, Format, Heading, Paragraph, Section } from '@pressroom/document';
import type { Writable } from 'node:stream';
import type { BuiltFile, DocumentHead, DocumentWriter, TableHead, WriterFactory } from '../builder';
import { ByteWriter } from '../bytes';
import { encodeHeader, encodeRow } from '../csv/encode-csv';
import { encodeRecord } from '../json/encode-json';
import { encodeSmall } from '../json/section-fields';
import { UniqueNames } from '../unique-names';
import { type ZipPart, ZipWriter } from '../zip';
import { Manifest } from './manifest';
import { Spill } from './spill';

const CHUNK = 128 * 1024;
const ZIP_LEVEL = 3;

/**
 * One zip for people and for programs: `<table>.csv` and `<table>.json` (an array of records) of every table, also of
 * an empty one, and last `manifest.json`, which names every section with its texts, tables and files. A zip is written
 * front to back, so the JSON of a table waits in a spill file until its CSV is through; memory holds neither.
 */
class BundleWriter implements DocumentWriter {
  private readonly zip: ZipWriter;
  private readonly names = new UniqueNames();
  private readonly manifest = new Manifest();
  private readonly csv = new ByteWriter(CHUNK + 16 * 1024);
  private readonly json = new ByteWriter(CHUNK + 16 * 1024);
  private table: OpenTable | null = null;
  private rows = 0;

  constructor(sink: Writable) {
    this.zip = new ZipWriter(sink, ZIP_LEVEL);
  }

  begin(head: DocumentHead): void {
    this.manifest.begin(head);
  }

  section(section: Pick<Section, 'key' | 'title'>): void {
    this.manifest.section(section);
  }

  heading({ text }: Heading): void {
    this.manifest.note(text);
  }

  paragraph({ text }: Paragraph): void {
    this.manifest.note(text);
  }

  facts(): void {}
  chart(): void {}
  pageBreak(): void {}

  async tableBegin(head: TableHead): Promise<void> {
    const name = this.names.take(head.key);
    const part = await this.zip.stream(`${name}.csv`);
    const spill = await Spill.open();
    const fields = head.columns.map(({ key }, at) => Buffer.from(`${at > 0 ? ',' : ''}${encodeSmall(key)}:`));
    this.table = {
      head,
      name,
      part,
      spill,
      fields,
      formats: head.columns.map(({ format }) => format),
      rows: 0,
    };
    encodeHeader(this.csv, head.columns);
    this.json.ascii('[');
  }

  async tableRows(rows: readonly (readonly CellValue[])[]): Promise<void> {
    const table = this.opened();
    for (const row of rows) {
      encodeRow(this.csv, row, table.head.columns);
      this.json.ascii(table.rows > 0 ? ',\n' : '\n');
      encodeRecord(this.json, row, table.fields, table.formats);
      table.rows += 1;
      if (this.csv.length >= CHUNK) await table.part.put(this.csv.take());
      if (this.json.length >= CHUNK) await table.spill.write(this.json.take());
    }
    this.rows += rows.length;
  }

  async tableEnd(): Promise<void> {
    const table = this.opened();
    await table.part.put(this.csv.take());
    await table.part.close();
    this.json.ascii('\n]\n');
    await table.spill.write(this.json.take());
    const part = await this.zip.stream(`${table.name}.json`);
    for await (const piece of table.spill.pieces()) await part.put(piece);
    await part.close();
    await table.spill.close();
    this.manifest.table(table.head, table.name, table.rows);
    this.table = null;
  }

  async end(): Promise<BuiltFile> {
    await this.zip.add('manifest.json', this.manifest.text());
    await this.zip.end();
    return { rows: this.rows, omittedRows: 0, extension: 'zip', mediaType: 'application/zip' };
  }

  async abort(): Promise<void> {
    this.zip.abort();
    await this.table?.spill.close().catch(() => undefined);
  }

  private opened(): OpenTable {
    if (this.table === null) throw new Error('no table is open');
    return this.table;
  }
}

interface OpenTable {
  head: TableHead;
  name: string;
  part: ZipPart;
  spill: Spill;
  fields: readonly Uint8Array[];
  formats: readonly Format[];
  rows: number;
}

export const createBundleWriter: WriterFactory = ({ sink }) => new BundleWriter(sink);
