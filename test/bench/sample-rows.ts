import type { CellValue, Column, ReportDocument } from '@pressroom/document';

const BATCH = 1_000;

export const COLUMNS: readonly Column[] = [
  { key: 'id', title: 'Id', format: { kind: 'id' } },
  { key: 'customer', title: 'Customer', format: { kind: 'text' } },
  { key: 'category', title: 'Category', format: { kind: 'text' } },
  { key: 'day', title: 'Day', format: { kind: 'date' } },
  { key: 'at', title: 'Logged', format: { kind: 'instant', timeZone: 'Europe/Berlin' } },
  { key: 'quantity', title: 'Quantity', format: { kind: 'integer' } },
  { key: 'energy', title: 'Energy', unit: 'kcal', format: { kind: 'decimal', digits: 2 } },
  { key: 'share', title: 'Share', format: { kind: 'percent', digits: 1 } },
  { key: 'complete', title: 'Complete', format: { kind: 'boolean' } },
  { key: 'note', title: 'Note', format: { kind: 'text' } },
];

export function* batches(rows: number): Generator<CellValue[][]> {
  for (let from = 0; from < rows; from += BATCH) {
    yield Array.from({ length: Math.min(BATCH, rows - from) }, (_, at) => rowOf(from + at + 1));
  }
}

function rowOf(id: number): CellValue[] {
  return [
    `90071992547${id}`,
    `Customer ${id % 5_000}`,
    id % 2 === 0 ? 'vegetable' : 'fruit',
    `2026-01-${String(1 + (id % 28)).padStart(2, '0')}`,
    new Date(1_767_225_600_000 + id * 61_000),
    id % 97,
    ((id * 7_919) % 100_000) / 100,
    (id % 1_000) / 1_000,
    id % 3 === 0,
    id % 11 === 0 ? null : `plain note ${id % 100}`,
  ];
}

export function documentOf(rows: number): ReportDocument {
  const table = {
    kind: 'table',
    key: 'log',
    title: 'Log',
    tail: 'first',
    columns: COLUMNS,
    rows: batches(rows),
  } as const;
  return {
    title: 'Measurement',
    language: 'en',
    timeZone: 'UTC',
    asOf: new Date(0),
    facts: [],
    mainTable: 'log',
    template: { name: 'bench.rows', version: '1' },
    sections: [{ key: 'log', title: 'Log', blocks: [table] }],
  };
}
