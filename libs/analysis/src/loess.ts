/** A local regression over neighbours at equal steps. */
export interface Loess {
  /** Neighbours that count, odd. More than there are: all, and flatter weights. */
  window: number;
  /** 0 fits a level, 1 a line. */
  degree: 0 | 1;
  /** One factor a value; left out: all alike. */
  weights?: Float64Array | undefined;
}

/**
 * The regression's value at place `x` (0 is the first value; −1 and n lie one step outside), from the values `left` to
 * `right`. Tricube weights, as in the reference code of Cleveland, Cleveland, McRae & Terpenning (1990); a line that the
 * neighbours do not determine falls back on their mean, as there. NaN when no neighbour has any weight.
 *
 * The measured hot loop: one pass over the neighbours that keeps the sums of a weighted line about `x`.
 */
export function loessAt(values: Float64Array, x: number, left: number, right: number, loess: Loess): number {
  const { weights, window } = loess;
  const count = values.length;
  let reach = Math.max(x - left, right - x);
  if (window > count) reach += Math.floor((window - count) / 2);
  const [far, near] = [0.999 * reach, 0.001 * reach];
  let [sum, first, second, level, slope] = [0, 0, 0, 0, 0];
  for (let at = left; at <= right; at += 1) {
    const away = at - x;
    const distance = away < 0 ? -away : away;
    if (distance > far) continue;
    let weight = 1;
    if (distance > near) {
      const part = distance / reach;
      const rest = 1 - part * part * part;
      weight = rest * rest * rest;
    }
    if (weights !== undefined) weight *= weights[at] ?? 0;
    const value = weight * (values[at] ?? 0);
    sum += weight;
    first += weight * away;
    second += weight * away * away;
    level += value;
    slope += value * away;
  }
  if (sum <= 0) return Number.NaN;
  const mean = first / sum;
  const spread = second / sum - mean * mean;
  if (loess.degree === 0 || reach === 0 || spread <= (0.001 * (count - 1)) ** 2) return level / sum;
  return level / sum - (mean * (slope - mean * level)) / (sum * spread);
}

/** The regression at every place. Where no neighbour has any weight the value stays as it is. */
export function loess(values: Float64Array, setting: Loess): Float64Array {
  const last = values.length - 1;
  const half = (setting.window - 1) / 2;
  const all = setting.window > last;
  const smooth = new Float64Array(values.length);
  for (let at = 0; at <= last; at += 1) {
    const left = all ? 0 : Math.min(Math.max(0, at - half), last - 2 * half);
    const value = loessAt(values, at, left, all ? last : left + 2 * half, setting);
    smooth[at] = Number.isNaN(value) ? (values[at] ?? 0) : value;
  }
  return smooth;
}
