import fc from 'fast-check';
import {
  backTest,
  type ForecastSetting,
  forecastOf,
  foretell,
  heldShare,
  holtWinters,
  METHODS,
  radii,
  startsOf,
} from './index';
import { madeSeries } from './test-series';

const setting = (more: Partial<ForecastSetting> = {}): ForecastSetting => ({
  ...{ period: 7, horizon: 7, level: 0.8, bounds: { least: 0, most: 1000 } },
  ...more,
});

describe('a method of forecasting', () => {
  it.each(METHODS)('%s carries a season on that has no noise', (method) => {
    const whole = madeSeries(84, { spread: 0 });
    const told = foretell(method, Float64Array.from(whole.slice(0, 77)), 7, 7);
    told.forEach((value, h) => expect(value).toBeCloseTo(whole[77 + h] ?? 0, 6));
  });

  it('follows a trend when its season drifts', () => {
    const whole = madeSeries(84, { spread: 0, slope: 0.5 });
    const told = foretell('seasonAndDrift', Float64Array.from(whole.slice(0, 70)), 7, 14);
    told.forEach((value, h) => expect(Math.abs(value - (whole[70 + h] ?? 0))).toBeLessThan(0.5));
    const damped = holtWinters(Float64Array.from(whole.slice(0, 70)), 7, 7);
    damped.forEach((value, h) => expect(Math.abs(value - (whole[70 + h] ?? 0))).toBeLessThan(3));
  });

  it('does without a season', () => {
    expect(foretell('seasonalNaive', Float64Array.of(1, 2, 5), 1, 2)).toEqual([5, 5]);
    for (const method of METHODS)
      expect(foretell(method, new Float64Array(30).fill(4), 1, 3)).toEqual([4, 4, 4]);
  });
});

describe('a back test', () => {
  it('starts only where a training lies before and a whole horizon after', () => {
    expect(startsOf(60, setting())).toEqual([24, 27, 30, 32, 35, 38, 40, 43, 46, 48, 51, 53]);
    expect(startsOf(32, setting())).toEqual([]);
    expect(startsOf(33, setting())).toEqual([24, 25, 26]);
  });

  it('sees nothing of what comes later', () => {
    const series = madeSeries(60);
    const changed = series.map((value, at) => (at < 53 ? value : value + 500));
    const last = (values: number[]) => backTest(values, 'seasonalNaive', setting())?.errors.at(-1)?.[0] ?? 0;
    expect(last(changed) - last(series)).toBeGreaterThan(450);
    expect(backTest(changed, 'holtWinters', setting())?.errors[0]).toEqual(
      backTest(series, 'holtWinters', setting())?.errors[0],
    );
  });

  it('counts by hand what it counts', () => {
    const series = [0, 10, 0, 10, 0, 10, 0, 10, 0, 10, 0, 10, 0, 10, 4, 10, 0, 10];
    const test = backTest(series, 'seasonalNaive', setting({ period: 2, horizon: 2 }));
    expect(startsOf(series.length, setting({ period: 2, horizon: 2 }))).toEqual([14, 15, 16]);
    expect(test?.errors.map((row) => [...row])).toEqual([
      [4, 0],
      [0, 4],
      [4, 0],
    ]);
    expect(test).toMatchObject({ mae: 2, held: 6 });
  });
});

describe('a forecast', () => {
  it('takes the better method, says how far off it was, and how far it may be', () => {
    const series = madeSeries(120, { spread: 1 });
    const forecast = forecastOf(series, setting());
    expect(forecast?.method).not.toBe('seasonalNaive');
    expect(forecast?.error?.mae).toBeGreaterThan(0.5);
    expect(forecast?.error?.mae).toBeLessThan(1.5);
    expect(forecast?.error?.mase).toBeLessThan(1);
    expect(forecast?.tried.map(({ mase }) => mase)).toEqual(
      [...(forecast?.tried ?? [])].map(({ mase }) => mase).sort((a, b) => (a ?? 0) - (b ?? 0)),
    );
    expect(forecast?.points).toHaveLength(7);
  });

  it('stays with the last season when nothing beats it', () => {
    const steady = Array.from({ length: 60 }, (_, at) => at % 7);
    expect(forecastOf(steady, setting())).toMatchObject({ method: 'seasonalNaive', error: { mae: 0 } });
  });

  it('holds in its band about the share that it is meant to hold', () => {
    let [inside, all] = [0, 0];
    for (let seed = 1; seed <= 40; seed += 1) {
      const whole = madeSeries(127, { seed });
      forecastOf(whole.slice(0, 120), setting())?.points.forEach(({ lower, upper }, h) => {
        const value = whole[120 + h] ?? 0;
        all += 1;
        if (lower !== null && upper !== null && value >= lower && value <= upper) inside += 1;
      });
    }
    expect(inside / all).toBeGreaterThan(0.72);
    expect(inside / all).toBeLessThan(0.95);
  });

  it('says that it can not say when there is too little', () => {
    expect(forecastOf([3, null, 5], setting({ horizon: 1 }))).toEqual({
      ...{ method: 'median', error: null, tried: [] },
      points: [{ expected: 4, lower: null, upper: null }],
    });
    expect(forecastOf([null], setting())).toBeNull();
  });

  it('never leaves its bounds, gaps or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null, freq: 6 }), {
          minLength: 1,
          maxLength: 60,
        }),
        (series) => {
          const forecast = forecastOf(series, setting({ bounds: { least: 0, most: 1 }, horizon: 5 }));
          for (const { expected, lower, upper } of forecast?.points ?? []) {
            expect(expected).toBeGreaterThanOrEqual(0);
            expect(expected).toBeLessThanOrEqual(1);
            if (lower === null || upper === null) continue;
            expect(lower).toBeGreaterThanOrEqual(0);
            expect(lower).toBeLessThanOrEqual(expected);
            expect(upper).toBeGreaterThanOrEqual(expected);
            expect(upper).toBeLessThanOrEqual(1);
          }
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });
});

describe('a band', () => {
  it('takes the error of the right rank, and never narrows further ahead', () => {
    const rows = Array.from({ length: 11 }, (_, at) => Float64Array.of(at + 1, 1, 2 * (at + 1)));
    expect(radii(rows, 0.8)).toEqual([10, 10, 20]);
    expect(radii(rows, 0.99)).toEqual([11, 11, 22]);
  });

  it('is not made of fewer than ten errors', () => {
    expect(radii([Float64Array.of(1, 2, NaN)], 0.8)).toBeNull();
    expect(heldShare([Float64Array.of(1, 2)], 0.8)).toBeNull();
  });
});
