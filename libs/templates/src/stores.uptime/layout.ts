import { instantIn, type ReportDocument } from '@pressroom/document';
import { instantText } from '@pressroom/stores';
import type { ReportContext } from '../define-template';
import { coverageSection } from './coverage-section';
import { dateOf, type UptimeData } from './data';
import { methodSection } from './method-section';
import type { UptimeParameters } from './parameters';
import { MAIN_TABLE, storesSection } from './stores-section';
import { summarySection } from './summary-section';

export const NAME = 'stores.uptime';
export const VERSION = '1';
export const TITLE = 'Store uptime';

export function layout(data: UptimeData, asked: UptimeParameters, context: ReportContext): ReportDocument {
  const { now, policy, custom } = data;
  const { timeZone } = context;
  const window =
    custom === null
      ? []
      : [{ label: 'Window', value: `${instantText(custom.from)} to ${instantText(custom.to)} UTC` }];
  return {
    title: TITLE,
    ...(now === null
      ? {}
      : { subtitle: `The week before ${instantIn(dateOf(now), timeZone)} (${timeZone})` }),
    language: 'en',
    timeZone,
    asOf: now === null ? null : dateOf(now),
    facts: [
      { label: 'Now', value: now === null ? 'no poll' : `${instantText(now)} UTC` },
      { label: 'Accounting method', value: policy },
      { label: 'Stores', value: asked.stores.length === 0 ? 'all' : `${asked.stores.length} chosen` },
      ...window,
      { label: 'Time zone of this report', value: timeZone },
    ],
    sections: [
      summarySection(data, context),
      storesSection(data),
      coverageSection(data, context),
      methodSection(policy),
    ],
    mainTable: MAIN_TABLE,
    template: { name: NAME, version: VERSION },
  };
}
