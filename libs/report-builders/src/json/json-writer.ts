import type { CellValue, Chart, Facts, Format, Heading, Paragraph, Section } from '@pressroom/document';
import type { Writable } from 'node:stream';
import type { BuiltFile, DocumentHead, DocumentWriter, TableHead, WriterFactory } from '../builder';
import { ByteWriter } from '../bytes';
import { finish, put } from '../sink';
import { encodeRecord } from './encode-json';
import { encodeSmall, SectionFields } from './section-fields';

const CHUNK = 128 * 1024;

/**
 * The document as one JSON object, streamed:
 * `{title, subtitle, template, language, timeZone, asOf, about: [{label, value}], sections: [{key, title,
 * tables: [{key, title, columns: [{key, title, unit, format}], rows: [{<column key>: value}]}],
 * facts: {<key>: {<fact key>: {label, value, format, unit?, note?, change?}}}, text: [], charts: []}]}`.
 * Absent texts are null.
 */
class JsonWriter implements DocumentWriter {
  private readonly out = new ByteWriter(CHUNK + 16 * 1024);
  private fields = new SectionFields();
  private sections = 0;
  private tables = 0;
  private rows = 0;
  private rowsOfTable = 0;
  private keys: readonly Uint8Array[] = [];
  private formats: readonly Format[] = [];

  constructor(private readonly sink: Writable) {}

  begin(head: DocumentHead): void {
    const fields = {
      title: head.title,
      subtitle: head.subtitle ?? null,
      template: head.template,
      language: head.language,
      timeZone: head.timeZone,
      asOf: head.asOf,
      about: head.facts,
    };
    this.out.text(`${encodeSmall(fields).slice(0, -1)},"sections":[`);
  }

  section(section: Pick<Section, 'key' | 'title'>): Promise<void> | undefined {
    this.endSection();
    this.out.text(
      `${this.sections > 0 ? ',' : ''}\n{"key":${encodeSmall(section.key)},"title":${encodeSmall(section.title)},"tables":[`,
    );
    this.sections += 1;
    this.tables = 0;
    this.fields = new SectionFields();
    return this.flush();
  }

  private endSection(): void {
    if (this.sections > 0) this.out.text(`]${this.fields.encode()}}`);
  }

  heading(block: Heading): void {
    this.fields.addText(block);
  }

  paragraph(block: Paragraph): void {
    this.fields.addText(block);
  }

  facts(block: Facts): void {
    this.fields.addFacts(block);
  }

  chart(block: Chart): void {
    this.fields.addChart(block);
  }

  pageBreak(): void {}

  tableBegin(table: TableHead): void {
    const columns = table.columns.map(({ key, title, unit, format }) => ({
      key,
      title,
      unit: unit ?? null,
      format,
    }));
    this.formats = table.columns.map(({ format }) => format);
    this.keys = table.columns.map(({ key }, at) => Buffer.from(`${at > 0 ? ',' : ''}${encodeSmall(key)}:`));
    this.out.text(this.tables > 0 ? ',\n{' : '\n{');
    this.out.text(
      `"key":${encodeSmall(table.key)},"title":${encodeSmall(table.title)},"columns":${encodeSmall(columns)},"rows":[`,
    );
    this.tables += 1;
    this.rowsOfTable = 0;
  }

  async tableRows(rows: readonly (readonly CellValue[])[]): Promise<void> {
    for (const row of rows) {
      this.out.ascii(this.rowsOfTable > 0 ? ',\n' : '\n');
      encodeRecord(this.out, row, this.keys, this.formats);
      this.rowsOfTable += 1;
      if (this.out.length >= CHUNK) await this.flush();
    }
    this.rows += rows.length;
  }

  tableEnd(): void {
    this.out.text(']}');
  }

  private flush(): Promise<void> | undefined {
    return this.out.length >= CHUNK ? put(this.sink, this.out.take()) : undefined;
  }

  async end(): Promise<BuiltFile> {
    this.endSection();
    this.out.text(']}\n');
    await put(this.sink, this.out.take());
    await finish(this.sink);
    return { rows: this.rows, omittedRows: 0, extension: 'json', mediaType: 'application/json' };
  }

  async abort(): Promise<void> {}
}

export const createJsonWriter: WriterFactory = ({ sink }) => new JsonWriter(sink);
