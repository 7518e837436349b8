import { repeats } from './autocorrelation';
import { closed } from './gaps';
import { medianOf, robustScale } from './quantiles';
import { fewestFor, observed, type Series } from './series';
import { stl } from './stl';
import { trendOf } from './trend';

/** Why a series has no season: too short to know, or it does not repeat itself. */
export type NoSeason = 'short' | 'unseen';

/** A series taken apart: value = level + season + remainder at every step, gaps closed. */
export interface Decomposition {
  /** 1: no season; the level is then the median of all. */
  period: number;
  noSeason: NoSeason | null;
  values: Float64Array;
  level: Float64Array;
  season: Float64Array;
  /** Of observed values; NaN in gaps. */
  remainder: Float64Array;
  /** Centre and robust standard deviation of the remainder. */
  centre: number;
  scale: number;
  /** Share of the variance about the level that the season explains, 0 to 1 (Wang, Smith & Hyndman 2006). */
  strength: number;
}

/**
 * Robust STL with a season that stays the same, when the series is long enough (two periods and ten points) and repeats
 * itself; otherwise the median of all. Gaps are closed from their neighbours and the season, and judge nothing.
 * @param period steps that a season would have
 */
export function decompose(series: Series, period: number): Decomposition {
  const noSeason = noSeasonOf(series, period);
  const used = noSeason === null ? period : 1;
  const values = closed(series, used);
  const { level, season } = noSeason === null ? seasonal(values, period) : flat(series, values.length);
  const remainder = values.map((value, at) =>
    series[at] === null ? Number.NaN : value - (level[at] ?? 0) - (season[at] ?? 0),
  );
  const told = remainder.filter((value) => !Number.isNaN(value));
  const { centre, scale } = told.length === 0 ? { centre: 0, scale: 0 } : robustScale(told);
  return {
    ...{ period: used, noSeason, values, level, season, remainder, centre, scale },
    strength: noSeason === null ? strengthOf(told, remainder, season) : 0,
  };
}

function noSeasonOf(series: Series, period: number): NoSeason | null {
  if (observed(series).length < fewestFor(period)) return 'short';
  const line = trendOf(thinned(series));
  const slope = (line?.slope ?? 0) / stepOf(series);
  return repeats(
    closed(series, period).map((value, at) => value - slope * at),
    period,
  )
    ? null
    : 'unseen';
}

const MOST_POINTS = 400;

const stepOf = (series: Series): number => Math.ceil(series.length / MOST_POINTS);

/** Every second, third … value: a line needs no more. */
function thinned(series: Series): Series {
  const step = stepOf(series);
  return series.filter((_, at) => at % step === 0);
}

function seasonal(values: Float64Array, period: number): Pick<Decomposition, 'level' | 'season'> {
  const { trend, season } = stl(values, { period, window: 'periodic', robust: true });
  return { level: trend, season };
}

function flat(series: Series, length: number): Pick<Decomposition, 'level' | 'season'> {
  const points = observed(series).map(({ value }) => value);
  const middle = points.length === 0 ? 0 : medianOf(points);
  return { level: new Float64Array(length).fill(middle), season: new Float64Array(length) };
}

/** With robust variances: one outage says nothing of a season. */
function strengthOf(told: Float64Array, remainder: Float64Array, season: Float64Array): number {
  const both = remainder
    .map((value, at) => value + (season[at] ?? 0))
    .filter((value) => !Number.isNaN(value));
  const whole = robustScale(both).scale;
  return whole === 0 ? 0 : Math.max(0, 1 - (robustScale(told).scale / whole) ** 2);
}
