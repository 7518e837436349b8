import { DEFAULT_ZONE } from './business-hours';
import { type FleetHour, FleetWeek } from './fleet';
import { openingsOf } from './openings';
import { type FigureSettings, figuresOf, sinceOf, type StoreFigures } from './store-figures';
import type { StoreHistory } from './store-history';
import { clockOf } from './zone-clock';

/** One store of a report. */
export interface StoreUptime extends StoreFigures {
  storeId: string;
  firstPoll: number;
  lastPoll: number;
  /** False: nobody told hours, so it counts as open always. */
  hoursTold: boolean;
  /** False: the default zone was taken. */
  zoneTold: boolean;
}

export interface UptimeReport {
  /** By store id, in code point order. */
  stores: StoreUptime[];
  fleet: FleetHour[];
}

/** Figures of all stores and their sums, in one pass: memory holds one batch of polls and some hundred bytes a store. */
export async function uptimeReport(
  histories: AsyncIterable<readonly StoreHistory[]>,
  settings: FigureSettings,
): Promise<UptimeReport> {
  const fleet = new FleetWeek(settings.now);
  const stores: StoreUptime[] = [];
  for await (const batch of histories)
    for (const history of batch) stores.push(storeUptime(history, settings, fleet));
  stores.sort((a, b) => (a.storeId < b.storeId ? -1 : 1));
  return { stores, fleet: fleet.hours() };
}

function storeUptime(history: StoreHistory, settings: FigureSettings, fleet: FleetWeek): StoreUptime {
  const { storeId, zone, hours, polls, firstPoll } = history;
  const openings = openingsOf(hours, clockOf(zone ?? DEFAULT_ZONE), {
    since: sinceOf(settings),
    now: settings.now,
  });
  return {
    storeId,
    ...figuresOf(polls, openings, settings, fleet),
    firstPoll,
    lastPoll: polls.times.at(-1) ?? firstPoll,
    hoursTold: hours.length > 0,
    zoneTold: zone !== null,
  };
}
