import type { CellValue } from '@pressroom/document';
import { readCsvTable } from './read-csv';
import type { FoundTable, FoundTables } from './read-tables';
import { readZip } from './read-zip';

interface Manifest {
  sections: {
    key: string;
    notes: string[];
    tables: { columns: string[]; rows: number; files: string[] }[];
  }[];
}

/** The manifest of a bundle. */
export function manifestIn(files: ReadonlyMap<string, Buffer>): Manifest {
  return JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '') as Manifest;
}

/** A zip of JSON and CSV: both readings of every table. @throws when manifest and files disagree */
export async function readBundle(bytes: Buffer): Promise<{ csv: FoundTables; json: FoundTables }> {
  const files = await readZip(bytes);
  const told = manifestIn(files).sections.flatMap(({ tables }) => tables);
  expect([...files.keys()].sort()).toEqual(['manifest.json', ...told.flatMap((table) => table.files)].sort());
  const csv: Record<string, FoundTable> = {};
  const json: Record<string, FoundTable> = {};
  for (const { columns, rows, files: names } of told) {
    for (const name of names) {
      const [table = '', kind] = name.split('.');
      const content = files.get(name) ?? Buffer.alloc(0);
      const found = kind === 'csv' ? readCsvTable(content) : readRecords(content, columns);
      expect([name, found.rows.length]).toEqual([name, rows]);
      (kind === 'csv' ? csv : json)[table] = found;
    }
  }
  return { csv: { tables: csv }, json: { tables: json } };
}

function readRecords(bytes: Buffer, columns: string[]): FoundTable {
  const records = JSON.parse(bytes.toString('utf8')) as Record<string, CellValue>[];
  return { columns, rows: records.map((record) => columns.map((key) => record[key] ?? null)) };
}
