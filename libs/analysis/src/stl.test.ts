import fc from 'fast-check';
import { stl } from './stl';
import { KNOWN, rounded } from './test-series';

// From R 4.2.2: stl(ts(KNOWN, frequency = 4), …, s.jump = 1, t.jump = 1, l.jump = 1).
const PLAIN_SEASON = [
  -0.137525, 3.221237, -2.540211, -0.462723, -0.212834, 3.218533, -2.533197, -0.455056, -0.250056, 3.260896,
  -2.522941, -0.289754,
];
const PLAIN_TREND = [
  9.886842, 9.83341, 9.880858, 9.981549, 9.930434, 9.95897, 10.6509, 11.246888, 12.748279, 16.21771,
  18.906597, 19.83551,
];
const ROBUST_SEASON = [
  1.661358, 5.14899, -0.473037, -6.335562, 1.649169, 5.163035, -0.469441, -6.341673, 1.63835, 5.185815,
  -0.476324, -6.338088,
];
const ROBUST_TREND = [
  8.474096, 8.836356, 9.192819, 9.547848, 9.890147, 10.251609, 10.626125, 10.978324, 11.314139, 11.583576,
  11.848303, 12.125755,
];
const PERIODIC_SEASON = [1.739287, 5.363903, -0.549631, -6.55356];
const PERIODIC_TREND = [
  8.283922, 8.759193, 9.21799, 9.666403, 9.921639, 10.262053, 10.626449, 11.00678, 11.353032, 11.50586,
  11.708885, 11.970556,
];

describe('a series taken apart by loess', () => {
  it.each([
    ['plainly', 7, false, PLAIN_SEASON, PLAIN_TREND],
    ['robustly', 7, true, ROBUST_SEASON, ROBUST_TREND],
    ['with a season that stays the same', 'periodic', true, PERIODIC_SEASON, PERIODIC_TREND],
  ] as const)('has the parts that R finds, %s', (_, window, robust, season, trend) => {
    const parts = stl(Float64Array.from(KNOWN), { period: 4, window, robust });
    expect(rounded(parts.season.subarray(0, season.length))).toEqual(season);
    expect(rounded(parts.trend.subarray(0, trend.length))).toEqual(trend);
  });

  it('adds up to itself, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 14, maxLength: 60 }),
        fc.constantFrom(7, 'periodic' as const),
        fc.boolean(),
        (values, window, robust) => {
          const parts = stl(Float64Array.from(values), { period: 7, window, robust });
          values.forEach((value, at) => {
            const sum = (parts.trend[at] ?? NaN) + (parts.season[at] ?? NaN) + (parts.remainder[at] ?? NaN);
            expect(Math.abs(sum - value)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)));
          });
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('moves along when the whole series moves, and grows when it grows', () => {
    const base = stl(Float64Array.from(KNOWN), { period: 4, window: 'periodic', robust: true });
    const moved = stl(
      Float64Array.from(KNOWN, (value) => 3 * value + 50),
      { period: 4, window: 'periodic', robust: true },
    );
    expect(rounded(moved.season)).toEqual(rounded(base.season.map((value) => 3 * value)));
    expect(rounded(moved.trend)).toEqual(rounded(base.trend.map((value) => 3 * value + 50)));
  });
});
