import { autocorrelations } from './autocorrelation';
import { medianOf, quantileOfSorted } from './quantiles';
import { observed, type Series } from './series';
import { twoSided } from './significance';

export interface Trend {
  /** Change of the value in one step. */
  slope: number;
  /** Ends of the 90 % interval of the slope. */
  low: number;
  high: number;
  /** Value of the line at the first step of the series. */
  start: number;
  /** Chance of such a row without any trend, 0 to 1. */
  chance: number;
  points: number;
}

const FEWEST = 5;
/** 95th percentile of the normal distribution: two-sided 90 %. */
const Z90 = 1.6448536269514722;

/**
 * Theil–Sen slope (the median of the slopes of all pairs) with the interval of Sen (1968), and the Mann–Kendall test with
 * ties (Kendall 1975) and continuity correction. Neighbours in time resemble each other, which makes either too sure:
 * their variance is widened by Hamed & Rao (1998) over the lags up to the first that is not significant.
 * Takes n²/2 steps: thin out above some hundreds of points. Null below five observed values.
 */
export function trendOf(series: Series): Trend | null {
  const points = observed(series);
  if (points.length < FEWEST) return null;
  const slopes = pairSlopes(points);
  const slope = quantileOfSorted(slopes, 0.5);
  const variance = kendallVariance(points.map(({ value }) => value)) * inflation(points, slope);
  const reach = Z90 * Math.sqrt(variance);
  const last = slopes.length - 1;
  return {
    slope,
    low: slopes[Math.max(0, Math.floor((slopes.length - reach) / 2) - 1)] ?? slope,
    high: slopes[Math.min(last, Math.ceil((slopes.length + reach) / 2))] ?? slope,
    start: medianOf(points.map(({ at, value }) => value - slope * at)),
    chance: chanceOf(kendallS(points), variance),
    points: points.length,
  };
}

/** Mann–Kendall alone: the cheap look before the dear one. Null below five observed values. */
export function trendChance(series: Series): number | null {
  const points = observed(series);
  if (points.length < FEWEST) return null;
  return chanceOf(kendallS(points), kendallVariance(points.map(({ value }) => value)));
}

type Points = readonly { at: number; value: number }[];

function pairSlopes(points: Points): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let next = 0;
  points.forEach((from, first) => {
    for (let second = first + 1; second < points.length; second += 1) {
      const to = points[second] ?? from;
      slopes[next] = (to.value - from.value) / (to.at - from.at);
      next += 1;
    }
  });
  return slopes.sort();
}

function kendallS(points: Points): number {
  let sum = 0;
  points.forEach((from, first) => {
    for (let second = first + 1; second < points.length; second += 1)
      sum += Math.sign((points[second]?.value ?? from.value) - from.value);
  });
  return sum;
}

function kendallVariance(values: readonly number[]): number {
  const ties = new Map<number, number>();
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1);
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const tied = [...ties.values()].reduce((sum, count) => sum + term(count), 0);
  return (term(values.length) - tied) / 18;
}

function chanceOf(s: number, variance: number): number {
  return variance === 0 || s === 0 ? 1 : twoSided((Math.abs(s) - 1) / Math.sqrt(variance));
}

/** At least 1: what is told apart by alternation is not surer for it. */
function inflation(points: Points, slope: number): number {
  const n = points.length;
  const lags = autocorrelations(ranksOf(points.map(({ at, value }) => value - slope * at)), n - 3);
  let sum = 0;
  for (let lag = 1; lag < lags.length; lag += 1) {
    const like = lags[lag] ?? 0;
    if (like < 1.96 / Math.sqrt(n)) break;
    sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * like;
  }
  return 1 + (2 * sum) / (n * (n - 1) * (n - 2));
}

/** Equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at] ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}
