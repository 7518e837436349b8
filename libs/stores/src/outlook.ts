import {
  anomaliesOf,
  type Anomaly,
  type AnomalyRule,
  decompose,
  type Decomposition,
  type Expectation,
  expectations,
  type Forecast,
  forecastOf,
  longestHorizon,
  type Series,
  strongest,
  type Trend,
  trendOf,
} from '@pressroom/analysis';
import { type Buckets, seasonOf } from './buckets';
import { type Driver, driversOf } from './drivers';
import { type FleetSeries, LEAST_SEEN, type OutlookSeries } from './outlook-series';
import { type StoreOutlook, storeOutlooks } from './store-outlook';

export interface OutlookSettings {
  /** Robust standard deviations from which a step is an anomaly. */
  threshold: number;
  /** Steps to forecast; null: one season. Cut to a third of the history. */
  horizon: number | null;
  /** Share that the forecast's band is meant to hold, 0 to 1. */
  level: number;
}

/** Anomalies of a fleet are a point of uptime at least; so is what a trend moved. */
export const LEAST_POINT = 0.01;

const SHARE = { least: 0, most: 1 };
const MOST_DRIVEN = 10;

/** Uptime of the fleet through time, and of each store. */
export interface Outlook {
  buckets: Buckets;
  fleet: FleetSeries;
  /** Share of business time up by step; null where it was not observed. */
  shares: Series;
  parts: Decomposition;
  /** Of each step; of none when nothing was observed. */
  expected: Expectation[];
  /** Of what is left when the season is taken off; null below five steps. */
  trend: Trend | null;
  anomalies: Anomaly[];
  /** For the most striking anomalies, by step. */
  drivers: ReadonlyMap<number, readonly Driver[]>;
  /** Null when nothing was observed, or there are fewer than three steps. */
  forecast: Forecast | null;
  stores: StoreOutlook[];
}

export function outlookOf(series: OutlookSeries, { threshold, horizon, level }: OutlookSettings): Outlook {
  const { buckets, fleet, stores } = series;
  const shares = sharesOf(fleet);
  const season = seasonOf(buckets.step);
  const parts = decompose(shares, season);
  const rule: AnomalyRule = { threshold, least: LEAST_POINT, bounds: SHARE };
  const anomalies = anomaliesOf(parts, rule);
  const judged = shares.map((share) => share !== null);
  const steps = Math.min(horizon ?? season, longestHorizon(shares.length));
  return {
    ...{ buckets, fleet, shares, parts, anomalies },
    expected: judged.includes(true) ? expectations(parts, rule) : [],
    trend: trendOf(shares.map((share, at) => (share === null ? null : share - (parts.season[at] ?? 0)))),
    drivers: new Map(
      strongest(anomalies)
        .slice(0, MOST_DRIVEN)
        .map((anomaly) => [anomaly.at, driversOf(anomaly, stores, parts.period, judged)]),
    ),
    forecast:
      steps < 1 ? null : forecastOf(shares, { period: parts.period, horizon: steps, level, bounds: SHARE }),
    stores: storeOutlooks(stores),
  };
}

/** What is seen of a step decides whether it counts; how it counts is the uptime report's accounting. */
function sharesOf({ up, business, seen }: FleetSeries): (number | null)[] {
  return Array.from(business, (whole, at) =>
    whole > 0 && (seen[at] ?? 0) >= LEAST_SEEN * whole ? (up[at] ?? 0) / whole : null,
  );
}
