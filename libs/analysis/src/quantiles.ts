/** Makes the MAD of normal values their standard deviation: 1 / Φ⁻¹(3/4). */
const NORMAL = 1.4826022185056018;

/**
 * Quantile by linear interpolation at (n−1)p: Hyndman & Fan (1996), type 7, as R and pandas have it.
 * @param sorted rising, at least one @param p 0 to 1
 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  const [low = Number.NaN, high = low] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]];
  return low + (high - low) * (place - below);
}

/** The same of values in any order; NaN of none. */
export function quantileOf(values: ArrayLike<number>, p: number): number {
  return values.length === 0 ? Number.NaN : quantileOfSorted(Float64Array.from(values).sort(), p);
}

/** NaN of none. */
export function medianOf(values: ArrayLike<number>): number {
  return quantileOf(values, 0.5);
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at] ?? 0;
  return sum / values.length;
}

/** Centre and spread that a minority of wild values cannot move: the median, and 1.4826 × median |x − median|. */
export function robustScale(values: ArrayLike<number>): { centre: number; scale: number } {
  const centre = medianOf(values);
  return { centre, scale: NORMAL * medianOf(Float64Array.from(values, (value) => Math.abs(value - centre))) };
}

/** Fences of Tukey (1977): 1.5 interquartile ranges outside the quartiles. Null below eight values. */
export function tukeyFences(values: ArrayLike<number>): { low: number; high: number } | null {
  if (values.length < 8) return null;
  const sorted = Float64Array.from(values).sort();
  const [first, third] = [quantileOfSorted(sorted, 0.25), quantileOfSorted(sorted, 0.75)];
  return { low: first - 1.5 * (third - first), high: third + 1.5 * (third - first) };
}
