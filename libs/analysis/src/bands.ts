/** Fewest errors from which a band is taken. */
const FEWEST = 10;

/**
 * Half-widths of a forecast's band, one for each step ahead: split conformal prediction (Vovk; Lei et al. 2018) on the
 * absolute errors of a back test: of n errors the ⌈(n + 1) × level⌉-th, the largest when there are too few for that.
 * Errors of neighbouring steps are taken in until there are ten. Never narrower further ahead. Null without ten in all.
 * @param errors for each start, for each step; NaN where nothing was observed @param level 0 to 1
 */
export function radii(errors: readonly Float64Array[], level: number): number[] | null {
  const horizon = errors[0]?.length ?? 0;
  const all = errors.reduce((sum, row) => sum + row.filter((error) => !Number.isNaN(error)).length, 0);
  if (all < FEWEST) return null;
  let widest = 0;
  return Array.from({ length: horizon }, (_, h) => {
    widest = Math.max(widest, radiusAt(errors, h, level));
    return widest;
  });
}

function radiusAt(errors: readonly Float64Array[], h: number, level: number): number {
  for (let around = 0; ; around += 1) {
    const near = errors.flatMap((row) =>
      [...row.subarray(Math.max(0, h - around), h + around + 1)].filter((error) => !Number.isNaN(error)),
    );
    if (near.length < FEWEST && around < (errors[0]?.length ?? 0)) continue;
    near.sort((a, b) => a - b);
    return near[Math.min(near.length, Math.ceil((near.length + 1) * level)) - 1] ?? 0;
  }
}

/**
 * Share of errors that lay within a band made without their own start: what the band really holds, against the level that
 * it is meant to hold. Null when there are too few.
 */
export function heldShare(errors: readonly Float64Array[], level: number): number | null {
  let [inside, all] = [0, 0];
  for (const [at, own] of errors.entries()) {
    const band = radii([...errors.slice(0, at), ...errors.slice(at + 1)], level);
    if (band === null) return null;
    own.forEach((error, h) => {
      if (Number.isNaN(error)) return;
      all += 1;
      if (error <= (band[h] ?? 0)) inside += 1;
    });
  }
  return all === 0 ? null : inside / all;
}
