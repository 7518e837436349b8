import {
  DAY_SECONDS,
  type HistoryQuery,
  type HoursRow,
  readInstant,
  type StoreHistory,
} from '@pressroom/stores';
import type { TemplateExample } from '../template-example';
import { StoreHistorySource } from './source';

const at = (text: string): number => readInstant(text) ?? 0;

function history(
  storeId: string,
  polls: readonly [string, boolean][],
  hours: readonly HoursRow[] = [],
  zone: string | null = null,
): StoreHistory {
  const times = Float64Array.from(polls, ([time]) => at(time));
  return {
    storeId,
    zone,
    hours,
    polls: { times, up: Uint8Array.from(polls, ([, up]) => (up ? 1 : 0)) },
    firstPoll: times[0] ?? 0,
  };
}

const WEEK = Array.from({ length: 7 }, (_, day) => day);
const HOUR = 3600;

/** Stores in memory, with ids and hours that trip the careless. */
const STORES: readonly StoreHistory[] = [
  history('-1472400125885919118', [['2023-01-25 18:13:22.47922', false]]),
  history(
    '1472400125885919118',
    [
      ['2023-01-20 15:14:00', true],
      ['2023-01-25 15:15:00.5', false],
    ],
    WEEK.map((day) => ({ day, opens: 9 * HOUR, closes: DAY_SECONDS - 1 })),
    'Asia/Kolkata',
  ),
  history('=1+1', [['2022-12-01 00:00:00', true]], [{ day: 0, opens: 22 * HOUR, closes: 3 * HOUR }]),
  history(
    '<b>"müller", O’Brien</b>',
    [['2023-01-24 23:59:59.999999', true]],
    [
      { day: 1, opens: 0, closes: 18 },
      { day: 1, opens: 1 * HOUR, closes: HOUR + 17 },
    ],
  ),
  history('متجر', [
    ['2023-01-19 07:01:28.910775', true],
    ['2023-01-21 15:00:33.807607', false],
    ['2023-01-23 02:00:00', true],
  ]),
];

export class MemoryHistorySource extends StoreHistorySource {
  constructor(private readonly stores: readonly StoreHistory[]) {
    super();
  }

  newestPoll(): Promise<number | null> {
    const newest = Math.max(...this.stores.map(({ polls }) => polls.times.at(-1) ?? 0));
    return Promise.resolve(this.stores.length === 0 ? null : newest);
  }

  oldestPoll(_accountId: string, since: number): Promise<number | null> {
    const oldest = Math.min(
      ...this.stores.flatMap(({ polls }) => polls.times.find((at) => at >= since) ?? []),
    );
    return Promise.resolve(Number.isFinite(oldest) ? oldest : null);
  }

  async *histories({ stores }: HistoryQuery): AsyncGenerator<StoreHistory[]> {
    const wanted = this.stores.filter(({ storeId }) => stores.length === 0 || stores.includes(storeId));
    for (const each of wanted) yield await Promise.resolve([each]);
  }
}

const context = {
  accountId: '01890000-0000-7000-8000-000000000001',
  role: 'member',
  locale: 'en',
  timeZone: 'America/Chicago',
  requestedAt: '2023-01-26T00:00:00.000Z',
} as const;

export const uptimeExample: TemplateExample = {
  template: 'stores.uptime',
  source: new MemoryHistorySource(STORES),
  parameters: { from: '2023-01-01T00:00:00Z', to: '2023-02-01T00:00:00Z', policy: 'opening' },
  context,
};
