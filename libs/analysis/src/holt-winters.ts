interface Factors {
  level: number;
  trend: number;
  season: number;
  damping: number;
}

const GRID: readonly Factors[] = [0.05, 0.1, 0.2, 0.4, 0.7].flatMap((level) =>
  [0, 0.05, 0.2].flatMap((trend) =>
    [0.05, 0.15, 0.35].flatMap((season) =>
      [0.8, 0.9, 0.98].map((damping) => ({ level, trend, season, damping })),
    ),
  ),
);
/** Without a season its factor changes nothing. */
const PLAIN = GRID.filter(({ season }) => season === 0.05);

interface State {
  level: number;
  trend: number;
  season: Float64Array;
  /** Sum of the absolute errors one step ahead. */
  missed: number;
}

/**
 * Holt-Winters smoothing, additive season and damped trend: Hyndman & Athanasopoulos, Forecasting: principles and
 * practice (3rd ed.), 8.3, with β* as there. Factors are those of a grid of 135 with the smallest sum of absolute errors
 * one step ahead, the first two periods left out: one outage sways squares too much.
 * @param history at least two periods @param period 1: no season
 */
export function holtWinters(history: Float64Array, period: number, horizon: number): number[] {
  let best: { state: State; factors: Factors } | null = null;
  for (const factors of period > 1 ? GRID : PLAIN) {
    const state = smoothed(history, period, factors);
    if (best === null || state.missed < best.state.missed) best = { state, factors };
  }
  if (best === null) return [];
  const { state, factors } = best;
  let damped = 0;
  return Array.from({ length: horizon }, (_, h) => {
    damped += factors.damping ** (h + 1);
    return state.level + damped * state.trend + (state.season[(history.length + h) % period] ?? 0);
  });
}

/** The measured hot loop: plain arithmetic over one array. */
function smoothed(
  history: Float64Array,
  period: number,
  { level: a, trend: b, season: g, damping }: Factors,
): State {
  const state = beginning(history, period);
  const { season } = state;
  let { level, trend } = state;
  let missed = 0;
  for (let at = 0; at < history.length; at += 1) {
    const value = history[at] ?? 0;
    const phase = at % period;
    const old = season[phase] ?? 0;
    const before = level + damping * trend;
    if (at >= 2 * period) missed += Math.abs(value - before - old);
    const next = a * (value - old) + (1 - a) * before;
    trend = b * (next - level) + (1 - b) * damping * trend;
    if (period > 1) season[phase] = g * (value - before) + (1 - g) * old;
    level = next;
  }
  return { level, trend, season, missed };
}

/** Level and season from the first two periods, without a trend. */
function beginning(history: Float64Array, period: number): State {
  const first = history.subarray(0, 2 * period);
  let level = 0;
  for (const value of first) level += value / first.length;
  const season = new Float64Array(period);
  if (period > 1)
    first.forEach((value, at) => (season[at % period] = (season[at % period] ?? 0) + (value - level) / 2));
  return { level, trend: 0, season, missed: 0 };
}
