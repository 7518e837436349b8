import { holtWinters } from './holt-winters';
import { medianOf } from './quantiles';
import { stl } from './stl';
import { trendOf } from './trend';

/** The methods that are tried, simplest first. */
export const METHODS = ['seasonalNaive', 'holtWinters', 'seasonAndDrift'] as const;
export type Method = (typeof METHODS)[number];

/**
 * The next `horizon` values after a history without gaps.
 * `seasonalNaive`: as one period before. `holtWinters`: additive, damped. `seasonAndDrift`: robust STL, its season
 * repeated on the Theil–Sen line through the last eight periods.
 * @param period 1: no season, and the last value, damped smoothing or the bare line
 */
export function foretell(method: Method, history: Float64Array, period: number, horizon: number): number[] {
  switch (method) {
    case 'seasonalNaive':
      return steps(horizon, (h) => history[history.length - period + (h % period)] ?? 0);
    case 'holtWinters':
      return holtWinters(history, period, horizon);
    case 'seasonAndDrift':
      return seasonAndDrift(history, period, horizon);
  }
}

const steps = (horizon: number, at: (h: number) => number): number[] =>
  Array.from({ length: horizon }, (_, h) => at(h));

const RECENT_PERIODS = 8;
const FEWEST_RECENT = 60;

function seasonAndDrift(history: Float64Array, period: number, horizon: number): number[] {
  const season =
    period > 1
      ? stl(history, { period, window: 'periodic', robust: true }).season
      : new Float64Array(history.length);
  const from = Math.max(0, history.length - Math.max(FEWEST_RECENT, RECENT_PERIODS * period));
  const rest = [...history.map((value, at) => value - (season[at] ?? 0)).subarray(from)];
  const line = trendOf(rest);
  const start = line?.start ?? medianOf(rest);
  return steps(
    horizon,
    (h) =>
      start + (line?.slope ?? 0) * (rest.length + h) + (season[history.length - period + (h % period)] ?? 0),
  );
}
