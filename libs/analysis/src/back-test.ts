import { closed } from './gaps';
import { foretell, type Method } from './forecast-methods';
import { type Bounds, fewestFor, type Series, within } from './series';

export interface BackTestSetting {
  /** 1: no season. */
  period: number;
  horizon: number;
  bounds: Bounds;
}

/** How one method did when it was made to forecast what is known by now. */
export interface BackTest {
  method: Method;
  /** Mean absolute error, in the unit of the value. */
  mae: number;
  /** The same, per mean absolute change from one period to the next in the training part (Hyndman & Koehler 2006): below 1 it beats repeating the last period within known data. Null when nothing changed there. */
  mase: number | null;
  /** 0 to 2: mean of |error| over the mean of the two magnitudes; pairs of zeros count 0. */
  smape: number;
  /** Absolute errors: for each start, for each step ahead; NaN where nothing was observed. */
  errors: Float64Array[];
  /** Observed values that were forecast. */
  held: number;
}

const MOST_STARTS = 12;
const FEWEST_STARTS = 3;

/** Where forecasts can start from: each has its training before it and a whole horizon after it. Empty: too short. */
export function startsOf(length: number, { period, horizon }: BackTestSetting): number[] {
  const first = Math.max(fewestFor(period), Math.ceil(length / 3));
  const last = length - horizon;
  const room = last - first + 1;
  if (room < FEWEST_STARTS) return [];
  const count = Math.min(MOST_STARTS, room);
  return Array.from(
    { length: count },
    (_, at) => last - Math.floor(((room - 1) * (count - 1 - at)) / (count - 1)),
  );
}

/**
 * Rolling origin (Tashman 2000): from each start the method sees what came before and nothing else (gaps are closed from
 * that alone), and is held against what was observed after. Null when no start has both.
 */
export function backTest(series: Series, method: Method, setting: BackTestSetting): BackTest | null {
  const totals = { missed: 0, scaled: 0, scaledCount: 0, relative: 0, held: 0 };
  const errors: Float64Array[] = [];
  for (const start of startsOf(series.length, setting)) {
    const past = series.slice(0, start);
    if (past.every((value) => value === null)) continue;
    const told = foretell(method, closed(past, setting.period), setting.period, setting.horizon);
    const scale = naiveError(past, setting.period);
    errors.push(
      Float64Array.from(told, (raw, h) => {
        const value = series[start + h];
        if (value === null || value === undefined) return Number.NaN;
        const guess = within(setting.bounds, raw);
        const error = Math.abs(value - guess);
        totals.held += 1;
        totals.missed += error;
        if (error > 0) totals.relative += (2 * error) / (Math.abs(value) + Math.abs(guess));
        if (scale > 0) {
          totals.scaled += error / scale;
          totals.scaledCount += 1;
        }
        return error;
      }),
    );
  }
  if (totals.held === 0) return null;
  return {
    ...{ method, errors, held: totals.held },
    mae: totals.missed / totals.held,
    mase: totals.scaledCount === 0 ? null : totals.scaled / totals.scaledCount,
    smape: totals.relative / totals.held,
  };
}

/** Mean absolute change from one period to the next; 0 when there is no pair. */
function naiveError(past: Series, period: number): number {
  let [sum, count] = [0, 0];
  for (let at = period; at < past.length; at += 1) {
    const [value, before] = [past[at], past[at - period]];
    if (typeof value !== 'number' || typeof before !== 'number') continue;
    sum += Math.abs(value - before);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
