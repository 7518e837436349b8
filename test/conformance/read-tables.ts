import type { CellValue } from '@pressroom/document';

/** A table as a reader found it in a file, before anything is known of its formats. */
export interface FoundTable {
  columns: string[];
  /** Numbers, dates and booleans where the file is typed, otherwise text; null for a blank. */
  rows: CellValue[][];
}

/** By table key. */
export interface FoundTables {
  tables: Record<string, FoundTable>;
}
