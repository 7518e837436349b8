import { display, headerOf, plainCell } from '@pressroom/document';
import * as fc from 'fast-check';
import { readPdfTables } from '../../../../test/conformance/read-pdf';
import { printPdf, tableSection } from '../../../../test/conformance/print-pdf';
import type { CellValue, Column, Format } from '@pressroom/document';

const format = fc.constantFrom<Format>(
  { kind: 'text' },
  { kind: 'id' },
  { kind: 'integer' },
  { kind: 'decimal', digits: 2 },
  { kind: 'percent', digits: 1 },
  { kind: 'date' },
  { kind: 'instant', timeZone: 'Europe/Berlin' },
  { kind: 'time' },
  { kind: 'duration' },
  { kind: 'boolean' },
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.lorem({ maxCount: 30 }),
  fc.constantFrom('', '=1+1', '<b>', '1.005', 'مرحبا 12', 'שלום (עולם)', '🎉🎉', 'a\r\nb', 'e\u0301'),
);
const value: fc.Arbitrary<CellValue> = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z') }),
);
const table = fc.array(fc.record({ title: text, format }), { minLength: 1, maxLength: 30 }).chain((heads) =>
  fc.record({
    columns: fc.constant(heads.map((head, index): Column => ({ key: `c${index}`, ...head }))),
    rows: fc.array(fc.array(value, { minLength: heads.length, maxLength: heads.length }), { maxLength: 40 }),
    title: text,
  }),
);

/** Blanks that a page shows alike. */
const seen = (shown: string): string => shown.replace(/\r\n|[\r\u2028\u2029]/g, '\n').replace(/\t/g, ' ');

describe('any table', () => {
  it('reads back as what its formats display', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ columns, rows, title }) => {
        const { read } = await printPdf([tableSection({ columns, rows: [rows], title })]);
        const [found] = readPdfTables(read);
        const shown = rows.map((row) =>
          columns.map((column, index) => seen(display(plainCell(row[index]), column.format))),
        );
        expect(found?.rows.map((row) => row.map(seen))).toEqual(rows.length === 0 ? [['No rows']] : shown);
        expect(found?.headers.map(seen)).toEqual(
          columns.map((column) => seen(plainCell(headerOf(column)) as string)),
        );
      }),
      { seed: 11, numRuns: 40 },
    );
  });
});
