/**
 * What a cell can hold. A document carries exact values; how they look is the column's format.
 * Local dates travel as `YYYY-MM-DD`, instants as Date. Long ids and exact decimals travel as text.
 */
export type CellValue = string | number | boolean | Date | null;

/** A closed list: a new kind is a compile error in every builder. */
export type Format =
  | { kind: 'text' }
  | { kind: 'id' } // text that only looks like a number: never converted
  | { kind: 'integer' }
  | { kind: 'decimal'; digits: 0 | 1 | 2 | 3 | 4 }
  | { kind: 'percent'; digits: 0 | 1 | 2 } // the value is a share: 0.5 is 50 %
  | { kind: 'date' } // value: YYYY-MM-DD
  | { kind: 'instant'; timeZone: string; seconds?: boolean } // value: Date, shown in the zone to the minute, or second
  | { kind: 'time' } // value: minutes since midnight, 0 to 1440
  | { kind: 'duration' } // value: seconds
  | { kind: 'boolean' };

export interface Column {
  /** Stable key: the JSON field and the name charts refer to. Letters, digits and `_`. */
  key: string;
  /** Header without the unit. */
  title: string;
  format: Format;
  /** Shown in the header after the title: `Energy (kcal)`. */
  unit?: string;
  /** Exact CSV header when a contract fixes it; otherwise the title with its unit. */
  csvName?: string;
  /** Expected width in characters; builders clamp it to what they can do. */
  width?: number;
}

/** Header with its unit, as every human format prints it. */
export function headerOf(column: Column): string {
  return column.unit === undefined ? column.title : `${column.title} (${column.unit})`;
}
