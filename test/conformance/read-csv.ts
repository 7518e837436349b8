import { parse } from 'csv-parse/sync';
import type { FoundTable, FoundTables } from './read-tables';
import { readZip } from './read-zip';

/** Every field as text; a blank is null. */
export function readCsvTable(bytes: Buffer): FoundTable {
  const records = parse(bytes, { bom: false, relax_column_count: false, record_delimiter: '\r\n' });
  const [columns = [], ...rows] = records;
  return { columns, rows: rows.map((row) => row.map((field) => (field === '' ? null : field))) };
}

/** A zip of one file a table, or the single file of the main table. @param mainTable its key */
export async function readCsv(bytes: Buffer, mainTable?: string): Promise<FoundTables> {
  if (mainTable !== undefined) return { tables: { [mainTable]: readCsvTable(bytes) } };
  const tables: Record<string, FoundTable> = {};
  for (const [name, content] of await readZip(bytes))
    tables[name.replace(/\.csv$/, '')] = readCsvTable(content);
  return { tables };
}
