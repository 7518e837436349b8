import { DAY_SECONDS, HOUR, readInstant, type StoreHistory } from '@pressroom/stores';
import type { TemplateExample } from '../template-example';
import { MemoryHistorySource } from '../stores.uptime/example';

const START = readInstant('2023-01-10 00:05:00') ?? 0;
const HOURS = 11 * 24;

/** Ids that trip the careless. */
const IDS = [
  '-1472400125885919118',
  '1472400125885919118',
  '=1+1',
  '<b>"müller", O’Brien</b>',
  'متجر',
  '1.005',
];

/** Down in a few hours of each night, in an outage of all, and for good from some day on. */
function isUp(store: number, hour: number): boolean {
  const ofDay = hour % 24;
  if (hour >= 200 && hour < 203) return false;
  if (store === 2 && hour >= 9.5 * 24) return false;
  return !(ofDay >= 3 && ofDay < 5 + (store % 3)) && (hour * 7 + store * 13) % 41 !== 0;
}

function history(storeId: string, store: number): StoreHistory {
  const hours = Array.from({ length: HOURS }, (_, hour) => hour).filter(
    // A hole of 30 hours in the feed, as real ones have.
    (hour) => hour < 120 || hour >= 150,
  );
  const times = Float64Array.from(hours, (hour) => START + hour * HOUR + store * 1_000_007);
  return {
    storeId,
    zone: store % 2 === 0 ? null : 'Asia/Kolkata',
    hours:
      store === 3
        ? Array.from({ length: 7 }, (_, day) => ({ day, opens: 6 * 3600, closes: DAY_SECONDS - 1 }))
        : [],
    polls: { times, up: Uint8Array.from(hours, (hour) => (isUp(store, hour) ? 1 : 0)) },
    firstPoll: times[0] ?? 0,
  };
}

/** Eleven days of six stores, with a season, an outage, a hole and a store that goes down for good. */
export const OUTLOOK_STORES: readonly StoreHistory[] = IDS.map(history);

export const outlookExample: TemplateExample = {
  template: 'stores.outlook',
  source: new MemoryHistorySource(OUTLOOK_STORES),
  parameters: { policy: 'carry', threshold: 4, list: 5 },
  context: {
    accountId: '01890000-0000-7000-8000-000000000001',
    role: 'member',
    locale: 'en',
    timeZone: 'America/Chicago',
    requestedAt: '2023-01-26T00:00:00.000Z',
  },
};
