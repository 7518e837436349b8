/**
 * Trailing mean over the last `span` values; null before there are that many. Counts: a bucket without entries is a
 * true 0 and takes part.
 */
export function trailingMean(values: readonly number[], span: number): (number | null)[] {
  let sum = 0;
  return values.map((value, at) => {
    sum += value - (at >= span ? (values[at - span] ?? 0) : 0);
    return at + 1 < span ? null : sum / span;
  });
}

/** `part` of `whole`; null where there is no whole. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
