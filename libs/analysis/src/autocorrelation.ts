import { meanOf, robustScale } from './quantiles';
import { fewestFor } from './series';

/** From here on a season counts as one. */
const LEAST = 0.3;

/** Autocorrelations at the lags 0 to `most` (Box & Jenkins: divided by n, so that far lags fade); 0 for a constant. */
export function autocorrelations(values: ArrayLike<number>, most: number): number[] {
  const mean = meanOf(values);
  const away = Float64Array.from(values, (value) => value - mean);
  const at = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < away.length; i += 1) sum += (away[i] ?? 0) * (away[i - lag] ?? 0);
    return sum;
  };
  const whole = at(0);
  return Array.from({ length: Math.min(most, values.length - 1) + 1 }, (_, lag) =>
    whole === 0 ? 0 : at(lag) / whole,
  );
}

/**
 * Does a series without gaps and trend repeat itself after `period`? Wild values are drawn in to three robust standard
 * deviations first: one outage must not hide a season. The lag must correlate by 0.3 and more, and more than half a
 * period does (a slow wave correlates at every lag). False below two periods and ten points.
 */
export function repeats(values: ArrayLike<number>, period: number): boolean {
  if (period < 2 || values.length < fewestFor(period)) return false;
  const { centre, scale } = robustScale(values);
  const reach = scale === 0 ? Infinity : 3 * scale;
  const tame = Float64Array.from(values, (value) =>
    Math.min(centre + reach, Math.max(centre - reach, value)),
  );
  const lags = autocorrelations(tame, period);
  const whole = lags[period] ?? 0;
  return whole >= LEAST && whole > (lags[Math.floor(period / 2)] ?? 0);
}
