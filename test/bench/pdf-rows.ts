/**
 * Tables and small reports as PDF. Ours is tagged, measured and shaped; beside it a plain loop over pdfkit's `text`
 * with the same font and fixed columns, untagged. Prints wall and CPU milliseconds, bytes and peak memory.
 *
 *     node dist/test/bench/pdf-rows.js [rows]
 */
import type { CellValue, Column, ReportDocument } from '@pressroom/document';
import { display } from '@pressroom/document';
import { warm, writeDocument } from '@pressroom/report-builders';
import { Writable } from 'node:stream';
import PDFDocument from 'pdfkit';

const BATCH = 500;

const COLUMNS: readonly Column[] = [
  { key: 'day', title: 'Day', format: { kind: 'date' } },
  { key: 'food', title: 'Food', format: { kind: 'text' } },
  { key: 'energy', title: 'Energy', unit: 'kcal', format: { kind: 'integer' } },
  { key: 'protein', title: 'Protein', unit: 'g', format: { kind: 'decimal', digits: 1 } },
  { key: 'share', title: 'Share', format: { kind: 'percent', digits: 1 } },
  { key: 'meal', title: 'Meal', format: { kind: 'text' } },
];

const rowOf = (id: number): CellValue[] => [
  `2026-01-${String(1 + (id % 28)).padStart(2, '0')}`,
  `Bread, wholemeal ${id}`,
  (id * 37) % 900,
  (id % 400) / 10 + 0.05,
  ((id * 7) % 100) / 100,
  id % 2 === 0 ? 'breakfast' : 'dinner',
];

function* batches(rows: number): Generator<CellValue[][]> {
  for (let from = 0; from < rows; from += BATCH)
    yield Array.from({ length: Math.min(BATCH, rows - from) }, (_, at) => rowOf(from + at));
}

class Counted extends Writable {
  bytes = 0;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.bytes += chunk.length;
    done();
  }
}

async function ours(rows: number): Promise<number> {
  const sink = new Counted();
  const document: ReportDocument = {
    title: 'Food log',
    language: 'en',
    timeZone: 'UTC',
    asOf: new Date(0),
    facts: [{ label: 'Period', value: 'January 2026' }],
    template: { name: 'bench', version: '1' },
    sections: [
      {
        key: 'log',
        title: 'Log',
        blocks: [
          { kind: 'paragraph', text: 'All entries.' },
          { kind: 'table', key: 'log', title: 'Log', columns: COLUMNS, rows: batches(rows), tail: 'full' },
        ],
      },
    ],
  };
  await writeDocument(document, [{ format: 'pdf', sink }]);
  return sink.bytes;
}

function byHand(rows: number): Promise<number> {
  const sink = new Counted();
  const font = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf');
  const pdf = new PDFDocument({ size: 'A4', margin: 48, font });
  pdf.pipe(sink);
  pdf.fontSize(7.5);
  let y = 60;
  for (const batch of batches(rows)) {
    for (const row of batch) {
      if (y > 770) {
        pdf.addPage();
        y = 60;
      }
      COLUMNS.forEach((column, index) => {
        pdf.text(display(row[index] ?? null, column.format), 48 + index * 83, y, { lineBreak: false });
      });
      y += 16.5;
    }
  }
  pdf.end();
  return new Promise((resolve, reject) => sink.on('finish', () => resolve(sink.bytes)).on('error', reject));
}

async function measure(name: string, build: () => Promise<number>): Promise<void> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const bytes = await build();
  const { user, system } = process.cpuUsage(cpu);
  const figures = [performance.now() - start, (user + system) / 1000].map((value) =>
    value.toFixed(1).padStart(8),
  );
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `${name.padEnd(34)} wall ${figures[0] ?? ''} ms  cpu ${figures[1] ?? ''} ms  ${bytes} bytes  peak ${peak} MiB\n`,
  );
}

async function main(): Promise<void> {
  const rows = Number(process.argv[2] ?? 10_000);
  await warm(['pdf']);
  await measure('first report of 100 rows', () => ours(100));
  for (let i = 0; i < 20; i++) await ours(100);
  await measure('report of 100 rows, warm', () => ours(100));
  await measure(`${rows} rows, tagged`, () => ours(rows));
  await measure(`${rows} rows, tagged, again`, () => ours(rows));
  await measure(`${rows} rows, pdfkit by hand`, () => byHand(rows));
}

void main();
