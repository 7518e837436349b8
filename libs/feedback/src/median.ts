/** @param sorted ascending; `count` leading values are looked at @returns null without values */
export function medianOf(sorted: readonly number[], count = sorted.length): number | null {
  return count === 0 ? null : quantileOf(sorted, 0.5, count);
}

/**
 * Quantile by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996).
 * @param sorted ascending, at least one value @param share 0 to 1
 */
export function quantileOf(sorted: readonly number[], share: number, count = sorted.length): number {
  const place = (count - 1) * share;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
