const LETTERS: string[] = [];

/** Column name of a zero-based index: 0 → `A`, 26 → `AA`. */
export function columnName(index: number): string {
  let name = LETTERS[index];
  if (name === undefined) {
    name = '';
    for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
      name = String.fromCharCode(65 + (rest % 26)) + name;
    }
    LETTERS[index] = name;
  }
  return name;
}

/** A block of cells; columns from 0, rows from 1, ends included. */
export interface Area {
  firstColumn: number;
  firstRow: number;
  lastColumn: number;
  lastRow: number;
}

/** `A1:C5` */
export function areaName({ firstColumn, firstRow, lastColumn, lastRow }: Area): string {
  return `${columnName(firstColumn)}${firstRow}:${columnName(lastColumn)}${lastRow}`;
}

/** `'Top Foods'!$A$1`; column from 0, row from 1. */
export function absoluteCell(sheet: string, column: number, row: number): string {
  return `'${sheet.replaceAll("'", "''")}'!$${columnName(column)}$${row}`;
}

/** `'Top Foods'!$A$1:$C$5`, as formulas of charts and names write it. */
export function absoluteArea(sheet: string, area: Area): string {
  const from = `$${columnName(area.firstColumn)}$${area.firstRow}`;
  const to = `$${columnName(area.lastColumn)}$${area.lastRow}`;
  return `'${sheet.replaceAll("'", "''")}'!${from}:${to}`;
}
