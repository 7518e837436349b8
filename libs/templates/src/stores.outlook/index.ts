import {
  type Buckets,
  bucketsOf,
  clockOf,
  countOf,
  DAY,
  MOST_HOUR_DAYS,
  outlookOf,
  outlookSeries,
  stepFor,
  type ZoneClock,
} from '@pressroom/stores';
import { defineTemplate, type ReportContext } from '../define-template';
import { asOfOf } from '../stores.uptime/parameters';
import type { OutlookData } from './data';
import { layout } from './layout';
import { NAME, TITLE, VERSION } from './names';
import { LONGEST_DAYS, MOST_LISTED, MOST_STEPS, type OutlookParameters, parameters } from './parameters';
import { MOST_STORES } from '../stores.uptime/parameters';
import { StoreOutlookSource } from './source';

export { StoreOutlookSource };

function stepsOf(asked: OutlookParameters, clock: ZoneClock, oldest: number, now: number): Buckets {
  const step = asked.step === 'auto' ? stepFor(clock, { from: oldest, to: now }) : asked.step;
  const from = step === 'hour' ? Math.max(oldest, now - MOST_HOUR_DAYS * DAY) : oldest;
  return bucketsOf(step, clock, { from, to: now });
}

async function read(
  source: StoreOutlookSource,
  asked: OutlookParameters,
  { accountId, timeZone }: ReportContext,
): Promise<OutlookData> {
  const { policy, level, threshold, list } = asked;
  const asOf = asOfOf(asked);
  const newest = await source.newestPoll(accountId, asOf);
  const now = newest === null ? null : (asOf ?? newest);
  const oldest = now === null ? null : await source.oldestPoll(accountId, now - asked.days * DAY);
  const data = { now, policy, level, threshold, list };
  if (now === null || oldest === null) return { ...data, outlook: null };
  const clock = clockOf(timeZone);
  const buckets = stepsOf(asked, clock, oldest, now);
  if (countOf(buckets) === 0) return { ...data, outlook: null };
  const histories = source.histories({
    ...{ accountId, stores: asked.stores, now },
    since: buckets.edges[0] ?? now,
  });
  const series = await outlookSeries(histories, { policy, buckets, clock, now });
  const horizon = asked.horizon ?? null;
  return { ...data, outlook: outlookOf(series, { threshold, horizon, level }) };
}

/** Where uptime is going: trend, season, anomalies, forecast, and the stores that stand out. */
export const outlookTemplate = defineTemplate({
  name: NAME,
  version: VERSION,
  title: TITLE,
  description:
    'Uptime of the fleet and of each store through time: trend, season, anomalies with whose downtime they were, a forecast with the error that such forecasts had, and what follows from it in plain words.',
  formats: ['xlsx', 'pdf', 'html', 'csv', 'json'],
  parameters,
  limits: { stores: MOST_STORES, historyDays: LONGEST_DAYS, forecastSteps: MOST_STEPS, listed: MOST_LISTED },
  source: StoreOutlookSource,
  read,
  layout,
});
