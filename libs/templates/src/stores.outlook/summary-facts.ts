import { meanOf, observed, standsOut } from '@pressroom/analysis';
import type { Fact } from '@pressroom/document';
import { inHours, LEAST_POINT, type Outlook } from '@pressroom/stores';
import { counted, INTEGER, ONE_DIGIT, SHARE } from '../columns';
import { share } from '../stores.uptime/data';

export const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function trendFact({ trend, shares, buckets }: Outlook): Fact {
  const told = standsOut(trend, shares.length, LEAST_POINT);
  return {
    ...{ key: 'trend', label: 'Trend', unit: 'points a week', format: ONE_DIGIT },
    value: trend === null ? null : 100 * (buckets.step === 'hour' ? 168 : 7) * trend.slope,
    note: trend === null ? 'too short to tell' : told ? 'stands out' : 'no more than chance or a trifle',
  };
}

/** What was. */
export function pastFacts(outlook: Outlook): Fact[] {
  const { fleet, stores, shares, anomalies, buckets, parts } = outlook;
  const business = sumOf(fleet.business);
  return [
    { key: 'stores', label: 'Stores with a poll', value: stores.length, format: INTEGER },
    { key: 'uptime', label: 'Uptime', value: share(sumOf(fleet.up), business), format: SHARE },
    { key: 'coverage', label: 'Coverage', value: share(sumOf(fleet.seen), business), format: SHARE },
    { key: 'business', label: 'Business time', value: inHours(business), format: ONE_DIGIT, unit: 'hours' },
    trendFact(outlook),
    { key: 'anomalies', label: 'Anomalies', value: anomalies.length, format: INTEGER },
    {
      ...{ key: 'gaps', label: 'Not observed', format: INTEGER },
      value: shares.length - observed(shares).length,
      note: `of ${counted(shares.length, buckets.step)}${parts.noSeason === null ? '' : '; no season'}`,
    },
  ];
}

/** What is to come. */
export function comingFacts({ forecast, buckets }: Outlook): Fact[] {
  const error = forecast?.error ?? null;
  const expected = forecast?.points.map((point) => point.expected) ?? [];
  return [
    {
      ...{ key: 'expected', label: 'Forecast, on average', format: SHARE },
      value: expected.length === 0 ? null : meanOf(expected),
      note: `the next ${counted(expected.length, buckets.step)}`,
    },
    {
      ...{ key: 'error', label: 'Forecasts were off by', unit: 'points', format: ONE_DIGIT },
      value: error === null ? null : 100 * error.mae,
      note:
        error === null
          ? 'too short for a back test'
          : `on average of ${counted(error.held, 'back-tested step')}`,
    },
  ];
}
