import { type BackTest, backTest, type BackTestSetting } from './back-test';
import { heldShare, radii } from './bands';
import { foretell, type Method, METHODS } from './forecast-methods';
import { closed } from './gaps';
import { medianOf } from './quantiles';
import { observed, type Series, within } from './series';

export interface ForecastSetting extends BackTestSetting {
  /** Share of values that the band is meant to hold, 0 to 1. */
  level: number;
}

export interface ForecastPoint {
  expected: number;
  /** Null: too little was known to say how far off it may be. */
  lower: number | null;
  upper: number | null;
}

export interface Forecast {
  /** `median`: the history was too short for a back test, so no error can be told. */
  method: Method | 'median';
  points: ForecastPoint[];
  /** Of the method that was chosen; null for the median. */
  error: (Omit<BackTest, 'method' | 'errors'> & { starts: number; heldShare: number | null }) | null;
  /** All that were tried, best first. */
  tried: BackTest[];
}

/** At most a third of the history: beyond, nothing could be held against it. */
export function longestHorizon(length: number): number {
  return Math.floor(length / 3);
}

/**
 * The next values. Each method forecasts what is known by now; the smallest scaled error wins, and the seasonal naive one
 * wins unless another beats it. Its error is told, and its band made of its errors. Null when nothing was observed.
 * @param setting.horizon 1 to `longestHorizon`
 */
export function forecastOf(series: Series, setting: ForecastSetting): Forecast | null {
  const points = observed(series);
  if (points.length === 0) return null;
  const tried = METHODS.flatMap((method) => backTest(series, method, setting) ?? []).sort(
    (a, b) => errorOf(a) - errorOf(b) || METHODS.indexOf(a.method) - METHODS.indexOf(b.method),
  );
  const best = tried[0];
  if (best === undefined) {
    const expected = medianOf(points.map(({ value }) => value));
    const flat = Array.from({ length: setting.horizon }, () => ({ expected, lower: null, upper: null }));
    return { method: 'median', points: flat, error: null, tried };
  }
  const { method, errors, mae, mase, smape, held } = best;
  return {
    method,
    points: banded(
      foretell(method, closed(series, setting.period), setting.period, setting.horizon),
      best,
      setting,
    ),
    error: { mae, mase, smape, held, starts: errors.length, heldShare: heldShare(errors, setting.level) },
    tried,
  };
}

/** All methods share their starts, so either measure ranks them. */
const errorOf = ({ mase, mae }: BackTest): number => mase ?? mae;

function banded(
  told: readonly number[],
  { errors }: BackTest,
  { level, bounds }: ForecastSetting,
): ForecastPoint[] {
  const band = radii(errors, level);
  return told.map((raw, h) => {
    const expected = within(bounds, raw);
    const reach = band?.[h];
    return reach === undefined
      ? { expected, lower: null, upper: null }
      : { expected, lower: within(bounds, expected - reach), upper: within(bounds, expected + reach) };
  });
}
