import type { CellValue, Chart, ReportDocument, Section, Table } from '@pressroom/document';
import { Writable } from 'node:stream';
import { writeDocument } from '../../libs/report-builders/src';
import type { BuiltFile } from '../../libs/report-builders/src';

class Collected extends Writable {
  readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
  get html(): string {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(this.chunks));
  }
}

/** A document's head, to be given sections. */
export const base: Omit<ReportDocument, 'sections'> = {
  title: 'Log',
  language: 'en',
  timeZone: 'Europe/Berlin',
  asOf: new Date('2026-03-01T10:00:00Z'),
  facts: [{ label: 'Period', value: 'all' }],
  template: { name: 'test.log', version: '1' },
};

export function table(rows: readonly (readonly CellValue[])[], more: Partial<Table> = {}): Table {
  return {
    kind: 'table',
    key: 'log',
    title: 'Entries',
    tail: 'first',
    columns: [
      { key: 'food', title: 'Food', format: { kind: 'text' } },
      { key: 'energy', title: 'Energy', unit: 'kcal', format: { kind: 'decimal', digits: 2 } },
    ],
    rows: [rows],
    ...more,
  };
}

export const bars = (name: string): Chart => ({
  kind: 'chart',
  key: name,
  chart: 'bar',
  title: name,
  categories: [name, 'other'],
  categoryFormat: { kind: 'text' },
  categoryTitle: name,
  series: [
    { key: 'a', name, values: [1, 2] },
    { key: 'b', name: `${name} again`, values: [3, null] },
  ],
  valueFormat: { kind: 'integer' },
  valueTitle: name,
  unit: name,
});

export async function page(
  sections: readonly Section[],
  head: Partial<ReportDocument> = {},
): Promise<{ html: string; file: BuiltFile }> {
  const sink = new Collected();
  const document = { ...base, ...head, sections };
  const [file] = await writeDocument(document, [{ format: 'html', sink }]);
  if (file === undefined) throw new Error('no file');
  return { html: sink.html, file };
}

export const section = (...blocks: Section['blocks']): Section => ({ key: 'main', title: 'Main', blocks });
