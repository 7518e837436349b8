import { type Loess, loess, loessAt } from './loess';
import { meanOf, medianOf } from './quantiles';

export interface StlSetting {
  /** Steps of a season, 2 and more; the series has two of them at least. */
  period: number;
  /** Periods that a phase of the season is smoothed over, odd, 7 and more; `periodic`: the season never changes. */
  window: number | 'periodic';
  /** Weighs wild values down; 15 turns, as Cleveland et al. advise. */
  robust: boolean;
}

/** value = trend + season + remainder, at every step. */
export interface Parts {
  trend: Float64Array;
  season: Float64Array;
  remainder: Float64Array;
}

interface Windows {
  period: number;
  season: number;
  trend: number;
  low: number;
}

const odd = (value: number): number => {
  const whole = Math.ceil(value);
  return whole % 2 === 0 ? whole + 1 : whole;
};

/**
 * Seasonal-trend decomposition by loess: Cleveland, Cleveland, McRae & Terpenning (1990), J. Off. Stat. 6, 3–73, with the
 * windows and degrees of R's `stl` and no jumps. Same numbers as `stl(…, s.jump = 1, t.jump = 1, l.jump = 1)`.
 */
export function stl(values: Float64Array, { period, window, robust }: StlSetting): Parts {
  const season = window === 'periodic' ? 10 * values.length + 1 : window;
  const windows: Windows = {
    period,
    season,
    trend: odd((1.5 * period) / (1 - 1.5 / season)),
    low: odd(period),
  };
  let parts: Fit = { trend: new Float64Array(values.length), season: new Float64Array(values.length) };
  let weights: Float64Array | undefined;
  for (let turn = 0; turn <= (robust ? 15 : 0); turn += 1) {
    if (turn > 0) weights = weightsOf(values.map((value, at) => value - fitted(parts, at)));
    for (let inner = 0; inner < (robust ? 1 : 2); inner += 1)
      parts = pass(values, parts.trend, windows, weights);
  }
  if (window === 'periodic') parts = { ...parts, season: averaged(parts.season, period) };
  return { ...parts, remainder: values.map((value, at) => value - fitted(parts, at)) };
}

type Fit = Pick<Parts, 'trend' | 'season'>;

const fitted = ({ trend, season }: Fit, at: number): number => (trend[at] ?? 0) + (season[at] ?? 0);

function pass(
  values: Float64Array,
  trend: Float64Array,
  windows: Windows,
  weights: Float64Array | undefined,
): Fit {
  const cycles = smoothCycles(
    values.map((value, at) => value - (trend[at] ?? 0)),
    windows,
    weights,
  );
  const { period } = windows;
  const means = movingMean(movingMean(movingMean(cycles, period), period), 3);
  const low = loess(means, { window: windows.low, degree: 1 });
  const season = values.map((_, at) => (cycles[at + period] ?? 0) - (low[at] ?? 0));
  const rest = values.map((value, at) => value - (season[at] ?? 0));
  return { season, trend: loess(rest, { window: windows.trend, degree: 1, weights }) };
}

/** Each phase smoothed by itself, and carried one period beyond both ends. */
function smoothCycles(
  values: Float64Array,
  { period, season }: Windows,
  weights: Float64Array | undefined,
): Float64Array {
  const out = new Float64Array(values.length + 2 * period);
  for (let phase = 0; phase < period; phase += 1) {
    const own = phaseOf(values, phase, period);
    const setting: Loess = {
      window: season,
      degree: 0,
      weights: weights && phaseOf(weights, phase, period),
    };
    const last = own.length - 1;
    const smooth = loess(own, setting);
    const before = loessAt(own, -1, 0, Math.min(season, own.length) - 1, setting);
    const after = loessAt(own, last + 1, Math.max(0, own.length - season), last, setting);
    out[phase] = Number.isNaN(before) ? (smooth[0] ?? 0) : before;
    smooth.forEach((value, cycle) => (out[phase + (cycle + 1) * period] = value));
    out[phase + (last + 2) * period] = Number.isNaN(after) ? (smooth[last] ?? 0) : after;
  }
  return out;
}

function phaseOf(values: Float64Array, phase: number, period: number): Float64Array {
  const own = new Float64Array(Math.ceil((values.length - phase) / period));
  for (let cycle = 0; cycle < own.length; cycle += 1) own[cycle] = values[phase + cycle * period] ?? 0;
  return own;
}

function movingMean(values: Float64Array, width: number): Float64Array {
  const means = new Float64Array(values.length - width + 1);
  let sum = 0;
  values.forEach((value, at) => {
    sum += value - (at < width ? 0 : (values[at - width] ?? 0));
    if (at >= width - 1) means[at - width + 1] = sum / width;
  });
  return means;
}

/** Bisquare weights on six median absolute remainders. */
function weightsOf(remainder: Float64Array): Float64Array {
  const sizes = remainder.map(Math.abs);
  const reach = 6 * medianOf(sizes);
  return sizes.map((size) => {
    if (size <= 0.001 * reach) return 1;
    return size <= 0.999 * reach ? (1 - (size / reach) ** 2) ** 2 : 0;
  });
}

function averaged(season: Float64Array, period: number): Float64Array {
  const means = Array.from({ length: period }, (_, phase) => meanOf(phaseOf(season, phase, period)));
  return season.map((_, at) => means[at % period] ?? 0);
}
