import type { CellValue } from '@pressroom/document';
import ExcelJS, { type CellValue as ExcelValue, type Worksheet } from 'exceljs';
import type { FoundTable, FoundTables } from './read-tables';

/** What exceljs knows of a table it has read; its types leave it out. */
interface ReadTable {
  table: { name: string; tableRef: string; columns: { name: string }[] };
}

/**
 * Every Excel table of a workbook as exceljs reads it. Headers are checked against the cells. A lone blank row is how
 * Excel writes an empty table, so it counts as no row. Parts of a table on further sheets are `key`, `key_2` and so on.
 */
export async function readXlsx(bytes: Buffer): Promise<FoundTables> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  const tables: Record<string, FoundTable> = {};
  for (const sheet of workbook.worksheets) {
    for (const found of sheet.getTables() as unknown as ReadTable[]) {
      tables[found.table.name.replace(/^table_/, '')] = readTable(sheet, found.table);
    }
  }
  return { tables };
}

function readTable(sheet: Worksheet, { name, tableRef, columns }: ReadTable['table']): FoundTable {
  const [from = '', to = ''] = tableRef.split(':');
  const first = sheet.getCell(from);
  const last = sheet.getCell(to);
  const line = (row: number): CellValue[] =>
    columns.map((_column, at) => plain(sheet.getCell(row, Number(first.col) + at).value));
  const headers = line(Number(first.row)).map(String);
  if (headers.join('\n') !== columns.map((column) => column.name).join('\n')) {
    throw new Error(`the headers of table ${name} are not those of its cells`);
  }
  const rows: CellValue[][] = [];
  for (let row = Number(first.row) + 1; row <= Number(last.row); row += 1) rows.push(line(row));
  const blank = rows.length === 1 && rows[0]?.every((value) => value === null) === true;
  return { columns: headers, rows: blank ? [] : rows };
}

export function plain(value: ExcelValue): CellValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return decode(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value;
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  throw new Error(`a cell holds more than a value: ${JSON.stringify(value)}`);
}

/** Excel's `_xHHHH_` escapes (ECMA-376 22.9.2.19), which exceljs knows in shared strings but not in cells. */
function decode(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}
