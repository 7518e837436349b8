import { type CellValue, type Column, headerOf, type ReportDocument, type Table } from '@pressroom/document';
import type { BuilderFormat } from '@pressroom/report-builders';
import {
  checkCsvCell,
  checkJsonCell,
  checkPrintedCell,
  checkXlsxCell,
  type CellCheck,
  oneLine,
} from './expected-cell';
import { readBundle } from './read-bundle';
import { readCsv } from './read-csv';
import { readHtmlTables } from './read-html';
import { readJson } from './read-json';
import { readPdf, readPdfTables } from './read-pdf';
import type { FoundTable, FoundTables } from './read-tables';
import { readXlsx } from './read-xlsx';

/** What pages print of a table whose tail is `first`. */
const FIRST_ROWS = 5_000;

interface ToldTable {
  key: string;
  columns: readonly Column[];
  rows: readonly (readonly CellValue[])[];
  tail: Table['tail'];
}

/**
 * Fails unless the file holds every table of the document, cell by cell.
 * @param document a fresh one: its rows are read here
 */
export async function expectSameTables(
  document: ReportDocument,
  format: BuilderFormat,
  bytes: Buffer,
): Promise<void> {
  const told = await tablesOf(document);
  if (format === 'zip') {
    const { csv, json } = await readBundle(bytes);
    expectTables(told, csv, 'csv');
    expectTables(told, json, 'json');
    return;
  }
  const wanted =
    format === 'csv' && document.mainTable !== undefined
      ? told.filter(({ key }) => key === document.mainTable)
      : told;
  expectTables(wanted, await read(format, bytes, told, document.mainTable), format);
}

/** What a bundle holds twice, the others hold once. */
type SingleFormat = Exclude<BuilderFormat, 'zip'>;

function expectTables(wanted: readonly ToldTable[], { tables }: FoundTables, format: SingleFormat): void {
  expect(Object.keys(tables).sort()).toEqual(wanted.map(({ key }) => key).sort());
  const differences = wanted.flatMap((table) => compare(table, tables[table.key], format));
  expect(differences.slice(0, 10)).toEqual([]);
}

async function read(
  format: SingleFormat,
  bytes: Buffer,
  told: readonly ToldTable[],
  mainTable: string | undefined,
): Promise<FoundTables> {
  switch (format) {
    case 'xlsx':
      return readXlsx(bytes);
    case 'csv':
      return readCsv(bytes, mainTable);
    case 'json':
      return readJson(bytes);
    case 'html':
      return byKey([...readHtmlTables(bytes.toString('utf8'))]);
    case 'pdf':
      // A page names no keys: its tables come in the order of the document.
      return byKey(
        readPdfTables(readPdf(bytes)).map((table, at) => [told[at]?.key ?? `unknown ${at}`, table]),
      );
  }
}

/** A row of one cell across all columns only says that there are none. */
function byKey(found: readonly (readonly [string, { headers: string[]; rows: string[][] }])[]): FoundTables {
  const tables = found.map(([key, { headers, rows }]) => {
    const full = rows.filter((row) => row.length === headers.length);
    return [key, { columns: headers, rows: full }] as const;
  });
  return { tables: Object.fromEntries(tables) };
}

const CHECKS: Record<SingleFormat, CellCheck> = {
  xlsx: checkXlsxCell,
  csv: checkCsvCell,
  json: checkJsonCell,
  html: checkPrintedCell,
  pdf: checkPrintedCell,
};

function headersIn(format: SingleFormat, columns: readonly Column[]): string[] {
  switch (format) {
    case 'xlsx':
    case 'html':
    case 'pdf':
      return columns.map(headerOf);
    case 'csv':
      return columns.map((column) => column.csvName ?? headerOf(column));
    case 'json':
      return columns.map(({ key }) => key);
  }
}

function compare(told: ToldTable, found: FoundTable | undefined, format: SingleFormat): string[] {
  const { key, columns } = told;
  if (found === undefined) return [`${key}: missing`];
  const printed = format === 'html' || format === 'pdf';
  const rows = printed && told.tail === 'first' ? told.rows.slice(0, FIRST_ROWS) : told.rows;
  const differences: string[] = [];
  // Excel makes headers unique, so there a numbered twin is right.
  const plain = (header: string): string =>
    oneLine(format === 'xlsx' ? header.replace(/ \(\d+\)$/, '') : header);
  headersIn(format, columns).forEach((header, at) => {
    const name = found.columns[at] ?? '';
    if (plain(name) !== plain(header)) differences.push(`${key}: header ${at} is ${name}, not ${header}`);
  });
  if (found.rows.length !== rows.length) {
    differences.push(`${key}: ${found.rows.length} rows, not ${rows.length}`);
  }
  rows.forEach((row, rowAt) => {
    columns.forEach((column, at) => {
      const wrong = CHECKS[format](row[at] ?? null, found.rows[rowAt]?.[at] ?? null, column.format);
      if (wrong !== null) differences.push(`${key}, row ${rowAt}, ${column.key}: ${wrong}`);
    });
  });
  return differences;
}

/** Every table with all its rows; the second of a key is `key_2`. */
async function tablesOf(document: ReportDocument): Promise<ToldTable[]> {
  const tables: ToldTable[] = [];
  for await (const section of document.sections) {
    for (const block of section.blocks) {
      if (block.kind === 'table') tables.push(await tableOf(block, tables));
    }
  }
  return tables;
}

async function tableOf(table: Table, before: readonly ToldTable[]): Promise<ToldTable> {
  const rows: (readonly CellValue[])[] = [];
  for await (const batch of table.rows) rows.push(...batch);
  let key = table.key;
  for (let n = 2; before.some((other) => other.key === key); n += 1) key = `${table.key}_${n}`;
  return { key, columns: table.columns, rows, tail: table.tail };
}
