import {
  anomalyInsight,
  changeInsight,
  concentrationInsight,
  forecastInsight,
  gapInsight,
  type Insight,
  seasonInsight,
  standsOut,
  strongest,
  trendInsight,
} from '@pressroom/analysis';
import { display } from '@pressroom/document';
import { LEAST_POINT, type Outlook, seasonOf } from '@pressroom/stores';
import { counted, SHARE } from '../columns';
import type { OutlookData } from './data';
import { wordingOf } from './wording';

/** A finding, and the table that it is read from. */
export interface Finding {
  kind: string;
  text: string;
  figure: number;
  evidence: string;
}

const LEAST_SEASON = 0.01;
const LEAST_GAPS = 0.05;

const EVIDENCE: Readonly<Record<Insight['kind'], string>> = {
  trend: 'Fleet: trend',
  change: 'Fleet: step by step',
  season: 'Fleet: the season',
  anomalies: 'Anomalies',
  drivers: 'Anomalies: whose downtime it was',
  forecast: 'Forecast',
  concentration: 'Stores: every store',
  gaps: 'Fleet: step by step',
};

/** What is worth saying, most pressing first; nothing that chance explains or that is too small to matter. */
export function findingsOf({ outlook, level }: OutlookData, timeZone: string): Finding[] {
  if (outlook === null) return [];
  const { buckets, shares, parts, trend, anomalies, forecast, stores } = outlook;
  const one = stores.length === 1;
  const words = wordingOf(buckets, timeZone, one ? 'Uptime' : 'Fleet uptime');
  const told: (Insight | null)[] = [
    standsOut(trend, shares.length, LEAST_POINT) ? trendInsight(trend, words) : null,
    changeInsight(shares, seasonOf(buckets.step), words, LEAST_POINT),
    anomalyInsight(anomalies, words),
    one ? null : driverInsight(outlook),
    forecast === null ? null : forecastInsight(forecast, level, words),
    seasonInsight(parts, words, LEAST_SEASON),
    concentrationInsight(
      stores.map(({ down }) => down),
      { members: 'stores', amount: 'downtime' },
    ),
    gapInsight(parts, words, LEAST_GAPS),
  ];
  const insights = told.filter((insight) => insight !== null);
  return [
    ...insights.map((insight) => ({ ...insight, evidence: EVIDENCE[insight.kind] })),
    ...dropFinding(outlook),
  ];
}

/** Who made the most striking anomaly, when somebody did. */
function driverInsight({ anomalies, drivers }: Outlook): Insight | null {
  const worst = strongest(anomalies)[0];
  const zone = (worst === undefined ? [] : (drivers.get(worst.at) ?? [])).find(
    ({ dimension }) => dimension === 'zone',
  );
  if (worst === undefined || zone === undefined || zone.share < 0.5) return null;
  const way = worst.direction === 'below' ? 'more' : 'less';
  return {
    kind: 'drivers',
    text: `Of the downtime ${way} than usual in that step, ${display(zone.share, SHARE)} lay in ${zone.member}.`,
    figure: zone.share,
  };
}

function dropFinding({ stores }: Outlook): Finding[] {
  const dropped = stores.filter(({ verdict }) => verdict === 'dropped').length;
  const falling = stores.filter(({ verdict }) => verdict === 'falling').length;
  if (dropped + falling === 0) return [];
  const words = [
    ...(dropped > 0 ? [`${counted(dropped, 'store')} dropped on the last whole day`] : []),
    ...(falling > 0 ? [`${counted(falling, 'store')} ${falling === 1 ? 'is' : 'are'} falling`] : []),
  ];
  return [
    {
      kind: 'stores',
      text: `${words.join(', ')}, by more than their usual ups and downs.`,
      figure: dropped + falling,
      evidence: 'Stores: those that stand out',
    },
  ];
}
