/**
 * Probability that a normal value lies at least as far from 0 as `z`, on either side; 0 to 1.
 * Numerical Recipes' rational approximation of erfc, relative error below 1.2e-7.
 */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const power = terms.reduceRight((sum, term) => sum * t + term, 0);
  return t * Math.exp(power - x * x);
}

/**
 * Which of many tests stand out when at most a share `rate` of those named may be chance: Benjamini & Hochberg (1995).
 * @param chances p-values in any order @returns one answer for each
 */
export function standOut(chances: readonly number[], rate: number): boolean[] {
  const sorted = [...chances].sort((a, b) => a - b);
  let limit = -1;
  sorted.forEach((chance, at) => {
    if (chance <= (rate * (at + 1)) / sorted.length) limit = chance;
  });
  return chances.map((chance) => chance <= limit);
}
