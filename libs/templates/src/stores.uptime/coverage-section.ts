import type { CellValue, Section } from '@pressroom/document';
import { inHours, type StoreUptime } from '@pressroom/stores';
import type { ReportContext } from '../define-template';
import { column, INTEGER, SHARE, TEXT, TWO_DIGITS } from '../columns';
import { batches, dateOf, NO_POLLS, share, type UptimeData } from './data';

function rowOf({ storeId, week, seen, outages, longestOutage, ...store }: StoreUptime): CellValue[] {
  return [
    storeId,
    share(week.up, week.up + week.down),
    share(seen, week.up + week.down),
    outages,
    inHours(longestOutage),
    dateOf(store.firstPoll),
    dateOf(store.lastPoll),
    store.hoursTold ? 'told' : 'always open',
    store.zoneTold ? 'told' : 'Chicago assumed',
  ];
}

/** How far each store's figures can be trusted, and its outages. */
export function coverageSection({ stores }: UptimeData, { timeZone }: ReportContext): Section {
  const instant = { kind: 'instant', timeZone, seconds: true } as const;
  return {
    key: 'coverage',
    title: 'Coverage and outages',
    blocks: [
      {
        kind: 'table',
        key: 'coverageByStore',
        title: 'The last week of each store',
        columns: [
          column('store_id', 'Store', { kind: 'id' }, { width: 22 }),
          column('uptimeShare', 'Uptime', SHARE),
          column('coverage', 'Coverage', SHARE),
          column('outages', 'Outages', INTEGER),
          column('longestOutage', 'Longest outage', TWO_DIGITS, { unit: 'hours' }),
          column('firstPoll', 'First poll', instant, { width: 20 }),
          column('lastPoll', 'Last poll', instant, { width: 20 }),
          column('hours', 'Hours', TEXT, { width: 14 }),
          column('zone', 'Time zone', TEXT, { width: 16 }),
        ],
        rows: batches(stores, rowOf),
        tail: 'first',
        expectedRows: stores.length,
        emptyText: NO_POLLS,
      },
    ],
  };
}
