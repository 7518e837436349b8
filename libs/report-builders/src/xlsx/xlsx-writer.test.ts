import type { CellValue, Chart, Column, Section, Table } from '@pressroom/document';
import ExcelJS from 'exceljs';
import { Writable } from 'node:stream';
import { readZip } from '../zip';
import { XlsxWriter } from './xlsx-writer';

const COLUMNS: readonly Column[] = [
  { key: 'day', title: 'Day', format: { kind: 'date' } },
  { key: 'entries', title: 'Entries', format: { kind: 'integer' } },
];

const rowsOf = (count: number): CellValue[][] =>
  Array.from({ length: count }, (_, at) => [`2026-01-${String(1 + (at % 28)).padStart(2, '0')}`, at]);

function tableOf(rows: readonly (readonly CellValue[])[], more: Partial<Table> = {}): Table {
  return { kind: 'table', key: 'log', title: 'Log', tail: 'full', columns: COLUMNS, rows: [rows], ...more };
}

function chartOf(rows: readonly (readonly CellValue[])[], more: Partial<Chart> = {}): Chart {
  return {
    kind: 'chart',
    key: 'chart',
    chart: 'line',
    title: 'Entries a day',
    categories: rows.map(([day]) => String(day)),
    categoryFormat: { kind: 'date' },
    categoryTitle: 'Day',
    series: [{ key: 'entries', name: 'Entries', values: rows.map(([, entries]) => Number(entries)) }],
    valueFormat: { kind: 'integer' },
    valueTitle: 'Entries',
    ...more,
  };
}

async function build(
  blocks: Section['blocks'],
  options: { lastRow?: number; batch?: number } = {},
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  const writer = new XlsxWriter({ sink }, options.lastRow);
  await writer.begin({
    title: 'Test',
    language: 'en',
    timeZone: 'UTC',
    asOf: new Date('2026-03-01T10:00:00Z'),
    facts: [],
    template: { name: 'test.book', version: '1' },
  });
  await writer.section({ key: 'log', title: 'Log' });
  for (const block of blocks) await tell(writer, block, options.batch ?? 1_000);
  await writer.end();
  return Buffer.concat(chunks);
}

async function tell(writer: XlsxWriter, block: Section['blocks'][number], size: number): Promise<void> {
  if (block.kind === 'chart') return writer.chart(block);
  if (block.kind === 'paragraph') return writer.paragraph(block);
  if (block.kind === 'heading') return writer.heading(block);
  if (block.kind === 'facts') return writer.facts(block);
  if (block.kind !== 'table') throw new Error('not told here');
  writer.tableBegin(block);
  for (const batch of block.rows as Iterable<CellValue[][]>) {
    for (let from = 0; from < batch.length; from += size)
      await writer.tableRows(batch.slice(from, from + size));
  }
  await writer.tableEnd();
}

async function partsOf(bytes: Buffer): Promise<Map<string, string>> {
  return new Map([...(await readZip(bytes))].map(([name, content]) => [name, content.toString('utf8')]));
}

/** Rows after which a printed page of the first sheet ends. */
function breaksIn(parts: Map<string, string>): (string | undefined)[] {
  const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
  return [...sheet.matchAll(/<brk id="(\d+)"/g)].map(([, row]) => row);
}

async function open(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  return workbook;
}

describe('a workbook', () => {
  it('goes on over further sheets when one is full', async () => {
    const bytes = await build([tableOf(rowsOf(50))], { lastRow: 20 });
    const workbook = await open(bytes);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Log', 'Log (2)', 'Log (3)']);
    expect(workbook.worksheets.every(({ rowCount }) => rowCount <= 20)).toBe(true);
    const parts = await partsOf(bytes);
    const names = [...parts]
      .filter(([name]) => name.startsWith('xl/tables/'))
      .map(([, xml]) => / name="(\w+)"/.exec(xml)?.[1]);
    expect(names).toEqual(['log', 'log_2', 'log_3']);
    const values = workbook.worksheets.flatMap((sheet) =>
      sheet.getColumn(2).values.filter((value) => typeof value === 'number'),
    );
    expect(values).toEqual(rowsOf(50).map(([, entries]) => entries));
  });

  it('does not depend on how the rows were batched', async () => {
    const blocks = (): Table[] => [tableOf(rowsOf(9_000))];
    const one = await build(blocks(), { batch: 1_000 });
    const two = await build(blocks(), { batch: 317 });
    expect(one.equals(two)).toBe(true);
  });

  it('keeps the header of its only table in view and on every printed page', async () => {
    const parts = await partsOf(await build([tableOf(rowsOf(40))]));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const [, header = ''] = /ySplit="(\d+)"/.exec(sheet) ?? [];
    expect(sheet).toContain(`<c r="A${header}" s=`);
    expect(parts.get('xl/workbook.xml')).toContain(`'Log'!$${header}:$${header}`);
    expect(parts.get('xl/tables/table1.xml')).toContain(`ref="A${header}:B${Number(header) + 40}"`);
  });

  it('gives each single figure a name, that formulas of a reader can use', async () => {
    const fact = (key: string, value: number) =>
      ({ key, label: key, value, format: { kind: 'integer' } }) as const;
    const facts = { kind: 'facts', key: 'f', facts: [fact('kcal', 1_805), fact('days logged', 7)] } as const;
    const workbook = await open(await build([facts, { ...facts, facts: [fact('kcal', 9)] }]));
    const names = ['figure_kcal', 'figure_days_logged', 'figure_kcal_2'];
    const valueOf = (name: string) => {
      const [, cell = ''] = (workbook.definedNames.getRanges(name).ranges[0] ?? '').split('!');
      return workbook.getWorksheet('Log')?.getCell(cell.replaceAll('$', '')).value;
    };
    expect(names.map(valueOf)).toEqual([1_805, 7, 9]);
  });

  it('knows as-of as its only time', async () => {
    const { created, modified } = await open(await build([]));
    expect([created, modified]).toEqual([new Date('2026-03-01T10:00:00Z'), new Date('2026-03-01T10:00:00Z')]);
  });
});

describe('a native chart', () => {
  it('is bound to the table that shows its data', async () => {
    const rows = rowsOf(10);
    const parts = await partsOf(await build([chartOf(rows), tableOf(rows)]));
    const chart = parts.get('xl/charts/chart1.xml') ?? '';
    const formulas = [...chart.matchAll(/<c:f>([^<]*)<\/c:f>/g)].map(([, formula]) => formula);
    const [, from = ''] = /ref="A(\d+):/.exec(parts.get('xl/tables/table1.xml') ?? '') ?? [];
    const [first, last] = [Number(from) + 1, Number(from) + 10];
    expect(formulas).toEqual([
      `'Log'!$B$${from}:$B$${from}`,
      `'Log'!$A$${first}:$A$${last}`,
      `'Log'!$B$${first}:$B$${last}`,
    ]);
    expect([...parts.keys()]).not.toContain('xl/worksheets/sheet2.xml');
  });

  it('brings its data on a hidden sheet when no table shows them', async () => {
    const rows = rowsOf(10);
    const other = rows.map(([day, entries]): CellValue[] => [day ?? null, Number(entries) + 1]);
    const bytes = await build([chartOf(rows), tableOf(other)]);
    const workbook = await open(bytes);
    const data = workbook.getWorksheet('Chart data');
    expect(data?.state).toBe('hidden');
    expect(data?.getCell('B3').value).toBe(0);
    expect(data?.getCell('B12').value).toBe(9);
    expect((await partsOf(bytes)).get('xl/charts/chart1.xml')).toContain(
      "<c:f>'Chart data'!$B$3:$B$12</c:f>",
    );
  });

  it('with bars begins at zero unless a value is below it', async () => {
    const minimum = async (values: number[]): Promise<boolean> => {
      const series = [{ key: 'other', name: 'Other', values }];
      const parts = await partsOf(await build([chartOf(rowsOf(2), { chart: 'column', series })]));
      return parts.get('xl/charts/chart1.xml')?.includes('<c:min val="0"/>') === true;
    };
    expect(await minimum([900, 901])).toBe(true);
    expect(await minimum([900, -1])).toBe(false);
  });

  it('has its text alternative', async () => {
    const parts = await partsOf(await build([chartOf(rowsOf(3))]));
    expect(parts.get('xl/drawings/drawing1.xml')).toContain(
      'descr="Line chart: Entries a day. Entries rises from 0 to 2',
    );
  });

  it('begins the next printed page when the end of one would tear it, and its neighbours stay together', async () => {
    const rows = rowsOf(45);
    const parts = await partsOf(await build([chartOf(rows), chartOf(rows, { key: 'other' }), tableOf(rows)]));
    const [, second] = [...(parts.get('xl/drawings/drawing1.xml') ?? '').matchAll(/<xdr:row>(\d+)</g)];
    expect(breaksIn(parts)).toEqual([second?.[1]]);
  });

  it('takes its heading along to the next page', async () => {
    const wide = Array.from({ length: 8 }, (_, at): Column => ({ ...COLUMNS[1], key: `c${at}` }) as Column);
    const cells = Array.from({ length: 20 }, (_, at) => wide.map(() => at));
    const table = tableOf([], { columns: wide, rows: [cells] });
    const heading = { kind: 'heading', level: 3, text: 'By day' } as const;
    const parts = await partsOf(await build([table, heading, chartOf(rowsOf(5))]));
    const [, row = ''] =
      /<c r="A(\d+)"[^>]*><is><t[^>]*>By day</.exec(parts.get('xl/worksheets/sheet1.xml') ?? '') ?? [];
    expect(breaksIn(parts)).toEqual([String(Number(row) - 1)]);
  });

  it('ends no page for what fits', async () => {
    const rows = rowsOf(5);
    expect(breaksIn(await partsOf(await build([chartOf(rows), tableOf(rows)])))).toEqual([]);
  });

  it('without data is said in words', async () => {
    const parts = await partsOf(await build([chartOf([])]));
    expect([...parts.keys()].filter((name) => name.includes('chart'))).toEqual([]);
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain('No data.');
  });
});
