import { medianOf } from './days';

export interface Trend {
  /** Units of y a unit of x. */
  slope: number;
  /** Ends of the 90 % interval. */
  low: number;
  high: number;
  /** Flat when the interval covers 0. */
  direction: 'rising' | 'flat' | 'falling';
  points: number;
}

const FEWEST_POINTS = 5;
/** 95th percentile of the normal distribution: two-sided 90 %. */
const Z = 1.644854;

/**
 * Theil–Sen slope: the median of the slopes of all pairs of points, with the interval of Sen (1968) from the normal
 * approximation of Kendall's S, ties in y corrected. Robust: up to 29 % of wild points do not move it.
 * Null below five points. Takes n²/2 steps: thin out above some hundreds of points.
 * @param points x ascending and distinct
 */
export function theilSen(points: readonly { x: number; y: number }[]): Trend | null {
  if (points.length < FEWEST_POINTS) return null;
  const slopes: number[] = [];
  points.forEach((from, at) => {
    for (const to of points.slice(at + 1)) slopes.push((to.y - from.y) / (to.x - from.x));
  });
  slopes.sort((a, b) => a - b);
  const reach = Z * Math.sqrt(varianceOfS(points.map(({ y }) => y)));
  const last = slopes.length - 1;
  const low = slopes[Math.max(0, Math.floor((slopes.length - reach) / 2) - 1)] ?? 0;
  const high = slopes[Math.min(last, Math.ceil((slopes.length + reach) / 2))] ?? 0;
  const direction = low > 0 ? 'rising' : high < 0 ? 'falling' : 'flat';
  return { slope: medianOf(slopes) ?? 0, low, high, direction, points: points.length };
}

function varianceOfS(values: readonly number[]): number {
  const ties = new Map<number, number>();
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1);
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const tied = [...ties.values()].reduce((sum, count) => sum + term(count), 0);
  return (term(values.length) - tied) / 18;
}
