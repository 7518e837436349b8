import { type CellValue, type Column, headerOf, type ReportDocument, type Table } from '@pressroom/document';
import { checkCsvCell, checkJsonCell, checkXlsxCell, type CellCheck } from './expected-cell';
import { readCsv } from './read-csv';
import { readJson } from './read-json';
import type { FoundTable, FoundTables } from './read-tables';
import { readXlsx } from './read-xlsx';

export type ComparedFormat = 'xlsx' | 'csv' | 'json';

interface ToldTable {
  key: string;
  columns: readonly Column[];
  rows: readonly (readonly CellValue[])[];
}

/**
 * Fails unless the file holds every table of the document, cell by cell.
 * @param document a fresh one: its rows are read here
 */
export async function expectSameTables(
  document: ReportDocument,
  format: ComparedFormat,
  bytes: Buffer,
): Promise<void> {
  const told = await tablesOf(document);
  const wanted =
    format === 'csv' && document.mainTable !== undefined
      ? told.filter(({ key }) => key === document.mainTable)
      : told;
  const { tables } = await read(format, bytes, document.mainTable);
  expect(Object.keys(tables).sort()).toEqual(wanted.map(({ key }) => key).sort());
  const differences = wanted.flatMap((table) => compare(table, tables[table.key], format));
  expect(differences.slice(0, 10)).toEqual([]);
}

async function read(
  format: ComparedFormat,
  bytes: Buffer,
  mainTable: string | undefined,
): Promise<FoundTables> {
  switch (format) {
    case 'xlsx':
      return readXlsx(bytes);
    case 'csv':
      return readCsv(bytes, mainTable);
    case 'json':
      return readJson(bytes);
  }
}

const CHECKS: Record<ComparedFormat, CellCheck> = {
  xlsx: checkXlsxCell,
  csv: checkCsvCell,
  json: checkJsonCell,
};

function headersIn(format: ComparedFormat, columns: readonly Column[]): string[] {
  switch (format) {
    case 'xlsx':
      return columns.map(headerOf);
    case 'csv':
      return columns.map((column) => column.csvName ?? headerOf(column));
    case 'json':
      return columns.map(({ key }) => key);
  }
}

function compare(
  { key, columns, rows }: ToldTable,
  found: FoundTable | undefined,
  format: ComparedFormat,
): string[] {
  if (found === undefined) return [`${key}: missing`];
  const headers = headersIn(format, columns);
  const differences: string[] = [];
  // Excel makes headers unique, so there a numbered twin is right.
  headers.forEach((header, at) => {
    const name = found.columns[at]?.replace(format === 'xlsx' ? / \(\d+\)$/ : /$^/, '');
    const wanted = format === 'xlsx' ? header.replace(/ \(\d+\)$/, '') : header;
    if (name !== wanted) differences.push(`${key}: header ${at} is ${String(name)}, not ${wanted}`);
  });
  if (found.rows.length !== rows.length)
    differences.push(`${key}: ${found.rows.length} rows, not ${rows.length}`);
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
  return { key, columns: table.columns, rows };
}
