/**
 * A million rows of ten styled columns: our xlsx and csv builders against exceljs' streaming writer, each in a process
 * of its own. Prints rows per CPU second, peak memory above idle and the event loop's 99th percentile, and the ratios.
 *
 *     node dist/test/bench/xlsx-rows.js [rows]
 */
import type { CellValue, Column, ReportDocument } from '@pressroom/document';
import { type BuilderFormat, warm, writeDocument } from '@pressroom/report-builders';
import ExcelJS from 'exceljs';
import { execFileSync } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Writable } from 'node:stream';

const BATCH = 1_000;

const COLUMNS: readonly Column[] = [
  { key: 'id', title: 'Id', format: { kind: 'id' } },
  { key: 'customer', title: 'Customer', format: { kind: 'text' } },
  { key: 'category', title: 'Category', format: { kind: 'text' } },
  { key: 'day', title: 'Day', format: { kind: 'date' } },
  { key: 'at', title: 'Logged', format: { kind: 'instant', timeZone: 'Europe/Berlin' } },
  { key: 'quantity', title: 'Quantity', format: { kind: 'integer' } },
  { key: 'energy', title: 'Energy', unit: 'kcal', format: { kind: 'decimal', digits: 2 } },
  { key: 'share', title: 'Share', format: { kind: 'percent', digits: 1 } },
  { key: 'complete', title: 'Complete', format: { kind: 'boolean' } },
  { key: 'note', title: 'Note', format: { kind: 'text' } },
];

function* batches(rows: number): Generator<CellValue[][]> {
  for (let from = 0; from < rows; from += BATCH) {
    yield Array.from({ length: Math.min(BATCH, rows - from) }, (_, at) => rowOf(from + at + 1));
  }
}

function rowOf(id: number): CellValue[] {
  return [
    `90071992547${id}`,
    `Customer ${id % 5_000}`,
    id % 2 === 0 ? 'vegetable' : 'fruit',
    `2026-01-${String(1 + (id % 28)).padStart(2, '0')}`,
    new Date(1_767_225_600_000 + id * 61_000),
    id % 97,
    ((id * 7_919) % 100_000) / 100,
    (id % 1_000) / 1_000,
    id % 3 === 0,
    id % 11 === 0 ? null : `plain note ${id % 100}`,
  ];
}

function documentOf(rows: number): ReportDocument {
  const table = {
    kind: 'table',
    key: 'log',
    title: 'Log',
    tail: 'first',
    columns: COLUMNS,
    rows: batches(rows),
  } as const;
  return {
    title: 'Measurement',
    language: 'en',
    timeZone: 'UTC',
    asOf: new Date(0),
    facts: [],
    mainTable: 'log',
    template: { name: 'bench.rows', version: '1' },
    sections: [{ key: 'log', title: 'Log', blocks: [table] }],
  };
}

class Count extends Writable {
  bytes = 0;
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.bytes += chunk.length;
    done();
  }
}

async function ours(format: BuilderFormat, rows: number, sink: Count): Promise<void> {
  await writeDocument(documentOf(rows), [{ format, sink }]);
}

const NUMBER_FORMATS = [
  '@',
  '@',
  '@',
  'yyyy-mm-dd',
  'yyyy-mm-dd hh:mm',
  '#,##0',
  '#,##0.00',
  '0.0%',
  'General',
  '@',
];

async function theirs(rows: number, sink: Count): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: sink,
    useStyles: true,
    useSharedStrings: false,
  });
  const sheet = workbook.addWorksheet('Log', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = COLUMNS.map(({ key, title }, at) => ({
    key,
    header: title,
    width: 18,
    style: {
      numFmt: NUMBER_FORMATS[at] ?? 'General',
      border: { bottom: { style: 'hair' } },
      alignment: { horizontal: at > 4 && at < 8 ? 'right' : 'left' },
    },
  }));
  for (const batch of batches(rows)) {
    for (const row of batch) {
      sheet
        .addRow(row.map((value, at) => (at === 3 ? new Date(`${String(value)}T00:00:00Z`) : value)))
        .commit();
    }
    // Its stream ignores back-pressure; a turn of the event loop lets it at least hand bytes on.
    await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.commit();
  await workbook.commit();
}

interface Measured {
  rowsPerCpuSecond: number;
  seconds: number;
  peakMegabytes: number;
  loopP99: number;
  megabytes: number;
}

async function measure(subject: string, rows: number): Promise<Measured> {
  const run = (count: number, sink: Count): Promise<void> =>
    subject === 'exceljs' ? theirs(count, sink) : ours(subject === 'csv' ? 'csv' : 'xlsx', count, sink);
  await warm(['xlsx', 'csv']);
  await run(2_000, new Count());
  const idle = process.memoryUsage().rss;
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const sink = new Count();
  const [before, started] = [process.cpuUsage(), performance.now()];
  await run(rows, sink);
  const cpu = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1_000;
  clearInterval(watch);
  return {
    rowsPerCpuSecond: rows / ((cpu.user + cpu.system) / 1e6),
    seconds,
    peakMegabytes: (peak - idle) / 1e6,
    loopP99: loop.percentile(99) / 1e6,
    megabytes: sink.bytes / 1e6,
  };
}

function compare(rows: number): void {
  const results = new Map<string, Measured>();
  for (const subject of ['xlsx', 'csv', 'exceljs']) {
    const output = execFileSync(process.execPath, [__filename, String(rows), subject], { encoding: 'utf8' });
    const result = JSON.parse(output) as Measured;
    results.set(subject, result);
    const { rowsPerCpuSecond, seconds, peakMegabytes, loopP99, megabytes } = result;
    process.stdout.write(
      `${subject.padEnd(8)} ${Math.round(rowsPerCpuSecond)} rows/CPU s, ${seconds.toFixed(1)} s, ` +
        `+${Math.round(peakMegabytes)} MB, loop p99 ${loopP99.toFixed(1)} ms, file ${megabytes.toFixed(1)} MB\n`,
    );
  }
  const rate = (subject: string): number => results.get(subject)?.rowsPerCpuSecond ?? Number.NaN;
  process.stdout.write(
    `xlsx / exceljs ${(rate('xlsx') / rate('exceljs')).toFixed(2)}, csv / xlsx ${(rate('csv') / rate('xlsx')).toFixed(2)}\n`,
  );
}

const rows = Number(process.argv[2] ?? 1_000_000);
const subject = process.argv[3];
if (subject === undefined) compare(rows);
else void measure(subject, rows).then((result) => process.stdout.write(JSON.stringify(result)));
