import type { CellValue, Column, Section, Table } from '@pressroom/document';
import { inHours, inMinutes, type Split, type StoreUptime } from '@pressroom/stores';
import { column, TWO_DIGITS } from '../columns';
import { batches, NO_POLLS, type UptimeData } from './data';

/** Key of the table that csv is. Its names and their order are a contract. */
export const MAIN_TABLE = 'uptime';

const figure = (name: string, title: string, unit: string): Column =>
  column(name, title, TWO_DIGITS, { unit, csvName: name, width: 14 });

const COLUMNS: readonly Column[] = [
  column('store_id', 'Store', { kind: 'id' }, { csvName: 'store_id', width: 22 }),
  figure('uptime_last_hour', 'Uptime last hour', 'minutes'),
  figure('uptime_last_day', 'Uptime last day', 'hours'),
  figure('uptime_last_week', 'Uptime last week', 'hours'),
  figure('downtime_last_hour', 'Downtime last hour', 'minutes'),
  figure('downtime_last_day', 'Downtime last day', 'hours'),
  figure('downtime_last_week', 'Downtime last week', 'hours'),
];

function rowOf({ storeId, hour, day, week }: StoreUptime): CellValue[] {
  return [
    storeId,
    inMinutes(hour.up),
    inHours(day.up),
    inHours(week.up),
    inMinutes(hour.down),
    inHours(day.down),
    inHours(week.down),
  ];
}

/** Every store that has a poll: the hour, the day and the week before now. */
export function storesSection({ stores, custom }: UptimeData): Section {
  const table: Table = {
    kind: 'table',
    key: MAIN_TABLE,
    title: 'Uptime and downtime within business hours',
    columns: COLUMNS,
    rows: batches(stores, rowOf),
    tail: 'first',
    expectedRows: stores.length,
    emptyText: NO_POLLS,
  };
  return {
    key: 'stores',
    title: 'Stores',
    blocks: custom === null ? [table] : [table, customTable(stores)],
  };
}

function customTable(stores: readonly StoreUptime[]): Table {
  const hours = (split: Split | null, key: keyof Split): number | null =>
    split === null ? null : inHours(split[key]);
  return {
    kind: 'table',
    key: 'window',
    title: 'The window asked for',
    columns: [
      column('store_id', 'Store', { kind: 'id' }, { csvName: 'store_id', width: 22 }),
      figure('uptime', 'Uptime', 'hours'),
      figure('downtime', 'Downtime', 'hours'),
    ],
    rows: batches(stores, ({ storeId, custom }): CellValue[] => [
      storeId,
      hours(custom, 'up'),
      hours(custom, 'down'),
    ]),
    tail: 'first',
    expectedRows: stores.length,
    emptyText: NO_POLLS,
  };
}
