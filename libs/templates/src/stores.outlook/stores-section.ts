import type { Block, CellValue, Column, Section } from '@pressroom/document';
import { inHours, type StoreOutlook, VERDICTS } from '@pressroom/stores';
import { column, INTEGER, ONE_DIGIT, SHARE, TEXT, TWO_DIGITS } from '../columns';
import { batches, NO_POLLS } from '../stores.uptime/data';
import type { OutlookData } from './data';

const COLUMNS: readonly Column[] = [
  column('store_id', 'Store', { kind: 'id' }, { width: 22 }),
  column('verdict', 'Verdict', TEXT, { width: 12 }),
  column('uptime', 'Uptime', SHARE),
  column('coverage', 'Coverage', SHARE),
  column('downtime', 'Downtime', TWO_DIGITS, { unit: 'hours' }),
  column('lastDay', 'Last day', SHARE),
  column('usual', 'Usual day', SHARE),
  column('score', 'Score', ONE_DIGIT),
  column('trend', 'Trend', ONE_DIGIT, { unit: 'points a week' }),
  column('expected', 'Next day', SHARE),
  column('error', 'Off by', ONE_DIGIT, { unit: 'points' }),
  column('known', 'Days known', INTEGER),
];

const hundredfold = (value: number | null): number | null => (value === null ? null : 100 * value);

function rowOf(store: StoreOutlook): CellValue[] {
  const { storeId, verdict, uptime, coverage, down, lastDay, usual, score, trend, expected, error, known } =
    store;
  return [
    ...[storeId, verdict, uptime, coverage, inHours(down), lastDay, usual, score, hundredfold(trend)],
    ...[expected, hundredfold(error), known],
  ];
}

/** Most telling verdict first, then the largest change and the most downtime; ties by id, in which order the stores come. */
function standing(stores: readonly StoreOutlook[], list: number): StoreOutlook[] {
  return stores
    .filter(({ verdict }) => verdict !== 'steady' && verdict !== 'too short')
    .sort(
      (a, b) =>
        VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
        Math.abs(b.score ?? 0) - Math.abs(a.score ?? 0) ||
        b.down - a.down,
    )
    .slice(0, list);
}

function verdictTable(stores: readonly StoreOutlook[]): Block {
  return {
    kind: 'table',
    key: 'verdicts',
    title: 'Stores by verdict',
    columns: [column('verdict', 'Verdict', TEXT, { width: 12 }), column('stores', 'Stores', INTEGER)],
    rows: [VERDICTS.map((verdict) => [verdict, stores.filter((store) => store.verdict === verdict).length])],
    tail: 'full',
  };
}

/** Each store by itself, and those that stand out first. */
export function storesSection({ outlook, list }: OutlookData): Section {
  const stores = outlook?.stores ?? [];
  return {
    key: 'stores',
    title: 'Stores',
    blocks: [
      verdictTable(stores),
      {
        kind: 'table',
        key: 'standingOut',
        title: 'Stores that stand out',
        columns: COLUMNS,
        rows: [standing(stores, list).map(rowOf)],
        tail: 'full',
        emptyText: 'No store stands out.',
      },
      {
        kind: 'table',
        key: 'everyStore',
        title: 'Every store',
        columns: COLUMNS,
        rows: batches(stores, rowOf),
        tail: 'first',
        expectedRows: stores.length,
        emptyText: NO_POLLS,
      },
    ],
  };
}
