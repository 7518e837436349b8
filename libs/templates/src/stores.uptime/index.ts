import { sinceOf, uptimeReport } from '@pressroom/stores';
import { defineTemplate, type ReportContext } from '../define-template';
import type { UptimeData } from './data';
import { layout, NAME, TITLE, VERSION } from './layout';
import { asOfOf, LONGEST_DAYS, MOST_STORES, MOST_WORST, parameters, resolve, windowOf } from './parameters';
import type { UptimeParameters } from './parameters';
import { StoreHistorySource } from './source';

export { StoreHistorySource, NAME as STORE_UPTIME_TEMPLATE };

async function read(
  source: StoreHistorySource,
  asked: UptimeParameters,
  { accountId }: ReportContext,
): Promise<UptimeData> {
  const { policy, worst } = asked;
  const custom = windowOf(asked);
  const asOf = asOfOf(asked);
  const newest = await source.newestPoll(accountId, asOf);
  const now = newest === null ? null : (asOf ?? newest);
  if (now === null) return { now, policy, custom, worst, stores: [], fleet: [] };
  const settings = { policy, now, custom };
  const query = { accountId, stores: asked.stores, since: sinceOf(settings), now };
  return { now, policy, custom, worst, ...(await uptimeReport(source.histories(query), settings)) };
}

/** How long each store was up and down within its business hours. */
export const uptimeTemplate = defineTemplate({
  name: NAME,
  version: VERSION,
  title: TITLE,
  description:
    'Uptime and downtime of every store within its business hours, in the last hour, day and week, with coverage, outages, the worst stores and the fleet over time.',
  formats: ['csv', 'xlsx', 'pdf', 'html', 'json'],
  parameters,
  limits: { stores: MOST_STORES, windowDays: LONGEST_DAYS, worst: MOST_WORST },
  source: StoreHistorySource,
  resolve,
  read,
  layout,
});
