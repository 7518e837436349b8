/**
 * A million rows of ten styled columns: our xlsx and csv builders against exceljs' streaming writer, each in a process
 * of its own. Prints rows per CPU second, peak memory above idle and the event loop's 99th percentile, and the ratios.
 *
 *     node dist/test/bench/xlsx-rows.js [rows]
 */
import { type BuilderFormat, warm, writeDocument } from '@pressroom/report-builders';
import ExcelJS from 'exceljs';
import { execFileSync } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { batches, COLUMNS, documentOf } from './sample-rows';

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

/** Writes the workbook to a file and lets exceljs, which knows nothing of how it was made, count its rows. */
async function countBack(rows: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-bench-'));
  const path = join(folder, 'rows.xlsx');
  try {
    await writeDocument(documentOf(rows), [{ format: 'xlsx', sink: createWriteStream(path) }]);
    const last = `90071992547${rows}`;
    let [found, sawLast] = [0, false];
    for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(path, { worksheets: 'emit' })) {
      for await (const row of sheet) {
        const first = row.getCell(1).value;
        if (typeof first === 'string' && first.startsWith('90071992547')) found += 1;
        sawLast ||= first === last;
      }
    }
    return sawLast ? found : -found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: nothing of one subject is left for the next. */
function inOwnProcess<Result>(rows: number, subject: string): Result {
  const output = execFileSync(process.execPath, [__filename, String(rows), subject], { encoding: 'utf8' });
  return JSON.parse(output) as Result;
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function compare(rows: number): void {
  const measured = (subject: string, count: number, name = subject): Measured => {
    const result = inOwnProcess<Measured>(count, subject);
    const { rowsPerCpuSecond, seconds, peakMegabytes, loopP99, megabytes } = result;
    say(
      `${name.padEnd(8)} ${Math.round(rowsPerCpuSecond)} rows/CPU s, ${seconds.toFixed(1)} s, ` +
        `+${Math.round(peakMegabytes)} MB, loop p99 ${loopP99.toFixed(1)} ms, file ${megabytes.toFixed(1)} MB`,
    );
    return result;
  };
  const xlsx = measured('xlsx', rows);
  const twice = measured('xlsx', 2 * rows, 'xlsx × 2');
  const csv = measured('csv', rows);
  const exceljs = measured('exceljs', rows);
  const ratio = (of: Measured, to: Measured): string =>
    (of.rowsPerCpuSecond / to.rowsPerCpuSecond).toFixed(2);
  say(`xlsx / exceljs ${ratio(xlsx, exceljs)} (limit 3), csv / xlsx ${ratio(csv, xlsx)} (limit 3)`);
  say(`twice the rows: ${(twice.seconds / xlsx.seconds).toFixed(2)} × the time (limit 2)`);
  say(`rows counted back by exceljs: ${inOwnProcess<number>(rows, 'count')} of ${rows}`);
}

const rows = Number(process.argv[2] ?? 1_000_000);
const subject = process.argv[3];
if (subject === undefined) compare(rows);
else {
  const result = subject === 'count' ? countBack(rows) : measure(subject, rows);
  void result.then((value) => process.stdout.write(JSON.stringify(value)));
}
