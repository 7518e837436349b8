import type { Column, RowBatches, Section } from '@pressroom/document';
import { column, DATE, INTEGER, ONE_DIGIT, TEXT, TWO_DIGITS } from '../columns';
import { NUTRIENT_LIST } from '../nutrition-words';
import { NO_ENTRIES, type FoodLogData } from './data';

/** In the order in which the source delivers the cells. */
function columnsOf(everyone: boolean): Column[] {
  return [
    column('date', 'Date', DATE),
    column('hour', 'Hour', INTEGER),
    column('meal', 'Meal', TEXT, { width: 11 }),
    column('food', 'Food', TEXT, { width: 36 }),
    column('category', 'Category', TEXT, { width: 12 }),
    column('quantity', 'Quantity', TWO_DIGITS),
    column('amountUnit', 'Unit', TEXT, { width: 10 }),
    ...NUTRIENT_LIST.map(({ nutrient, name, unit }) => column(nutrient, name, ONE_DIGIT, { unit })),
    column('source', 'Source', TEXT, { width: 10 }),
    ...(everyone ? [column('person', 'Person', { kind: 'id' }, { width: 38 })] : []),
  ];
}

/** The raw entries as a section of any template whose source delivers these columns. */
export function logSectionOf(rows: RowBatches, of: { everyone: boolean; expectedRows: number }): Section {
  return {
    key: 'log',
    title: 'Log',
    blocks: [
      {
        kind: 'table',
        key: 'log',
        title: 'Log',
        columns: columnsOf(of.everyone),
        rows,
        tail: 'first',
        expectedRows: of.expectedRows,
        emptyText: NO_ENTRIES,
      },
    ],
  };
}

/** The raw entries, streamed whatever their number. */
export function logSection({ filter, figures, rows }: FoodLogData): Section {
  return logSectionOf(rows, {
    everyone: filter.accountId === null,
    expectedRows: figures.current.entries,
  });
}
