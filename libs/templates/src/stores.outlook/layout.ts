import { instantIn, type ReportDocument } from '@pressroom/document';
import { instantText } from '@pressroom/stores';
import type { ReportContext } from '../define-template';
import { dateOf } from '../stores.uptime/data';
import { anomaliesSection } from './anomalies-section';
import type { OutlookData } from './data';
import { fleetSection } from './fleet-section';
import { forecastSection } from './forecast-section';
import { methodSection } from './method-section';
import { NAME, TITLE, VERSION } from './names';
import type { OutlookParameters } from './parameters';
import { storesSection } from './stores-section';
import { summarySection } from './summary-section';

export function layout(data: OutlookData, asked: OutlookParameters, context: ReportContext): ReportDocument {
  const { now, outlook } = data;
  const { timeZone } = context;
  const steps = outlook === null ? asked.step : outlook.buckets.step;
  return {
    title: TITLE,
    ...(now === null
      ? {}
      : { subtitle: `Before and after ${instantIn(dateOf(now), timeZone).slice(0, 16)} (${timeZone})` }),
    language: 'en',
    timeZone,
    asOf: now === null ? null : dateOf(now),
    facts: [
      { label: 'Now', value: now === null ? 'no poll' : `${instantText(now)} UTC` },
      { label: 'Steps', value: steps },
      { label: 'Accounting method', value: data.policy },
      { label: 'Stores', value: asked.stores.length === 0 ? 'all' : `${asked.stores.length} chosen` },
      { label: 'Time zone of this report', value: timeZone },
    ],
    sections: [
      summarySection(data, context),
      fleetSection(data, context),
      anomaliesSection(data, context),
      forecastSection(data, context),
      storesSection(data),
      methodSection(data),
    ],
    template: { name: NAME, version: VERSION },
  };
}
