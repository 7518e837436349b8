/** The same numbers at every run, evenly in 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** Roughly normal: twelve even numbers added up. */
export function noise(random: () => number): number {
  let sum = -6;
  for (let at = 0; at < 12; at += 1) sum += random();
  return sum;
}

/** A level with a slope, a season and noise. */
export function madeSeries(
  length: number,
  { period = 7, slope = 0, season = 10, spread = 1, seed = 1 } = {},
): number[] {
  const random = seeded(seed);
  return Array.from(
    { length },
    (_, at) => 100 + slope * at + season * Math.sin((2 * Math.PI * at) / period) + spread * noise(random),
  );
}

/** A season of four with one wild value, as R was given it. */
export const KNOWN: readonly number[] = [
  10, 14, 9, 3, 12, 15, 10, 5, 13, 17, 11, 40, 14, 18, 13, 7, 15, 19, 12, 8, 16, 21, 15, 9, 18, 22, 16, 10,
  19, 12, 17, 11, 20, 25, 18, 13,
];

export function rounded(values: ArrayLike<number>, digits = 6): number[] {
  return Array.from(values, (value) => Number(value.toFixed(digits)));
}
