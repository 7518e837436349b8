import type { Block } from '@pressroom/document';
import { inHours, type StoreUptime } from '@pressroom/stores';
import { column, INTEGER, SHARE, TEXT, TWO_DIGITS } from '../columns';
import { share, type UptimeData } from './data';

/** Most downtime first; ties by id, in which order the stores come. */
function worstOf({ stores, worst }: UptimeData): StoreUptime[] {
  return stores
    .filter(({ week }) => week.down > 0)
    .sort((a, b) => b.week.down - a.week.down)
    .slice(0, worst);
}

/** The stores that were down longest, drawn and listed. */
export function worstBlocks(data: UptimeData): Block[] {
  const worst = worstOf(data);
  return [
    { kind: 'heading', level: 2, text: 'Worst stores' },
    worstChart(worst.slice(0, 20)),
    worstTable(worst),
  ];
}

function worstChart(shown: readonly StoreUptime[]): Block {
  return {
    kind: 'chart',
    key: 'worstChart',
    chart: 'bar',
    title: 'Most downtime in the last week',
    categories: shown.map(({ storeId }) => storeId),
    categoryFormat: { kind: 'id' },
    categoryTitle: 'Store',
    series: [{ key: 'downtime', name: 'Downtime', values: shown.map(({ week }) => inHours(week.down)) }],
    valueFormat: TWO_DIGITS,
    valueTitle: 'Downtime',
    unit: 'hours',
  };
}

function worstTable(worst: readonly StoreUptime[]): Block {
  return {
    kind: 'table',
    key: 'worst',
    title: 'Most downtime in the last week',
    columns: [
      column('store_id', 'Store', { kind: 'id' }, { width: 22 }),
      column('downtime', 'Downtime', TWO_DIGITS, { unit: 'hours' }),
      column('uptimeShare', 'Uptime', SHARE),
      column('coverage', 'Coverage', SHARE),
      column('outages', 'Outages', INTEGER),
      column('longestOutage', 'Longest outage', TWO_DIGITS, { unit: 'hours' }),
    ],
    rows: [
      worst.map(({ storeId, week, seen, outages, longestOutage }) => [
        storeId,
        inHours(week.down),
        share(week.up, week.up + week.down),
        share(seen, week.up + week.down),
        outages,
        inHours(longestOutage),
      ]),
    ],
    tail: 'full',
    emptyText: 'No store was down in the last week.',
  };
}

const BANDS = [0, 0.5, 0.9, 0.95, 0.99, 1] as const;

/** How many stores had which uptime. */
export function bandTable(stores: readonly StoreUptime[]): Block {
  const shares = stores.flatMap(({ week }) => share(week.up, week.up + week.down) ?? []);
  const words = BANDS.map((from, at) => {
    const to = BANDS[at + 1];
    if (to === undefined) return { name: '100 %', count: shares.filter((value) => value >= 1).length };
    return {
      name: `${from * 100} % to under ${to * 100} %`,
      count: shares.filter((value) => value >= from && value < to).length,
    };
  });
  return {
    kind: 'table',
    key: 'bands',
    title: 'Stores by uptime of the last week',
    columns: [
      column('band', 'Uptime', TEXT, { width: 22 }),
      column('stores', 'Stores', INTEGER),
      column('share', 'Share', SHARE),
    ],
    rows: [words.map(({ name, count }) => [name, count, share(count, shares.length)])],
    tail: 'full',
  };
}
