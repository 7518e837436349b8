import fc from 'fast-check';
import { anomaliesOf, decompose, expectations, type Series } from './index';
import { madeSeries } from './test-series';

const rule = { threshold: 5, least: 0.5, bounds: { least: -Infinity, most: Infinity } };
const found = (series: Series): number[] => anomaliesOf(decompose(series, 7), rule).map(({ at }) => at);

describe('what stands out', () => {
  it('is found among a season, and little else', () => {
    let [right, named, planted] = [0, 0, 0];
    for (let seed = 1; seed <= 40; seed += 1) {
      const places = [15 + seed, 60 + seed, 110 + seed];
      const series = madeSeries(180, { slope: 0.05, seed }).map((value, at) =>
        places.includes(at) ? value + (at % 2 === 0 ? 9 : -9) : value,
      );
      const told = found(series);
      named += told.length;
      planted += places.length;
      right += told.filter((at) => places.includes(at)).length;
    }
    expect(right / planted).toBeGreaterThan(0.95);
    expect(right / named).toBeGreaterThan(0.95);
  });

  it('is told with what was expected', () => {
    const series = madeSeries(84, { spread: 0.2 });
    const usual = series[40] ?? 0;
    series[40] = usual - 30;
    const [anomaly, ...more] = anomaliesOf(decompose(series, 7), rule);
    expect(more).toEqual([]);
    expect(anomaly).toMatchObject({ at: 40, direction: 'below', value: usual - 30 });
    expect(Math.abs((anomaly?.expected ?? 0) - usual)).toBeLessThan(1);
    const band = expectations(decompose(series, 7), rule)[40];
    expect(band?.lower).toBeGreaterThan(usual - 30);
  });

  it('is never a gap, and never a trifle of a steady series', () => {
    const steady: (number | null)[] = Array.from({ length: 60 }, () => 1);
    steady[20] = null;
    steady[30] = 0.6;
    steady[40] = 0.2;
    expect(found(steady)).toEqual([40]);
  });

  it('is looked for without a season when the series is short or does not repeat, and says so', () => {
    expect(decompose(madeSeries(20), 7)).toMatchObject({ noSeason: 'short', period: 1 });
    expect(decompose(madeSeries(100, { season: 0 }), 7)).toMatchObject({ noSeason: 'unseen', period: 1 });
    expect(decompose(madeSeries(100), 7)).toMatchObject({ noSeason: null, period: 7 });
    expect(decompose(madeSeries(100, { spread: 0.5 }), 7).strength).toBeGreaterThan(0.9);
    expect(found([5, 4, 6, 5, 50, 5, 6, 4])).toEqual([4]);
    expect(found([])).toEqual([]);
    expect(found([null, null, null])).toEqual([]);
  });

  it('is not a value at its bound for which more than that bound was expected', () => {
    const series: number[] = Array.from({ length: 84 }, (_, at) => (at % 7 === 0 ? 0.5 : 1));
    for (let at = 30; at < 60; at += 1) series[at] = at % 7 === 0 ? 0.8 : 1;
    const share = { threshold: 5, least: 0.01, bounds: { least: 0, most: 1 } };
    for (const { value, expected } of anomaliesOf(decompose(series, 7), share))
      expect(Math.abs(value - expected)).toBeGreaterThanOrEqual(0.01);
  });

  it('lies outside the band, and nothing else does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null, freq: 5 }), {
          maxLength: 60,
        }),
        (series) => {
          const share = { threshold: 3, least: 0.01, bounds: { least: 0, most: 1 } };
          const parts = decompose(series, 7);
          const named = new Set(anomaliesOf(parts, share).map(({ at }) => at));
          expectations(parts, share).forEach(({ lower, upper, expected }, at) => {
            const value = series[at] ?? null;
            expect(lower).toBeLessThanOrEqual(expected);
            expect(upper).toBeGreaterThanOrEqual(expected);
            expect(lower).toBeGreaterThanOrEqual(0);
            expect(upper).toBeLessThanOrEqual(1);
            const slack = 1e-9;
            if (value === null) expect(named.has(at)).toBe(false);
            else if (named.has(at)) expect(value < lower + slack || value > upper - slack).toBe(true);
            else expect(value >= lower - slack && value <= upper + slack).toBe(true);
          });
        },
      ),
      { seed: 3, numRuns: 100 },
    );
  });
});
