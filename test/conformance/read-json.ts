import type { CellValue } from '@pressroom/document';
import type { FoundTable, FoundTables } from './read-tables';

interface JsonTable {
  key: string;
  columns: { key: string; title: string }[];
  rows: Record<string, CellValue>[];
}

/** Column keys stand for headers; the second table of a key is `key_2`, as in the other formats. */
export function readJson(bytes: Buffer): FoundTables {
  const document = JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(bytes)) as {
    sections: { tables: JsonTable[] }[];
  };
  const tables: Record<string, FoundTable> = {};
  for (const { key, columns, rows } of document.sections.flatMap((section) => section.tables)) {
    let name = key;
    for (let n = 2; name in tables; n += 1) name = `${key}_${n}`;
    tables[name] = {
      columns: columns.map((column) => column.key),
      rows: rows.map((row) => columns.map((column) => row[column.key] ?? null)),
    };
  }
  return { tables };
}
