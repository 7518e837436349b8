import fc from 'fast-check';
import { standOut, trendChance, trendOf, twoSided } from './index';
import { KNOWN, madeSeries, noise, seeded } from './test-series';

describe('a trend', () => {
  it('has the slope and the chance that R finds', () => {
    // cor.test(seq_along(x), x, method = "kendall", exact = FALSE, continuity = TRUE)
    expect(trendChance(KNOWN)).toBeCloseTo(0.01200759624, 6);
    expect(trendOf(KNOWN)?.slope).toBeCloseTo(0.25, 12);
    expect([twoSided(1.5), twoSided(-4)].map((chance) => chance.toFixed(6))).toEqual([
      '0.133614',
      '0.000063',
    ]);
  });

  it('is the one slope of a straight line, gaps or not', () => {
    const trend = trendOf([1, 3, null, 7, 9, 11, null, 15]);
    expect(trend).toMatchObject({ slope: 2, low: 2, high: 2, start: 1, points: 6 });
  });

  it('is not told from four values, nor of a constant', () => {
    expect(trendOf([1, 2, 3, 4, null])).toBeNull();
    expect(trendOf([5, 5, 5, 5, 5, 5])).toMatchObject({ slope: 0, chance: 1 });
  });

  it('does not move for a quarter of wild values', () => {
    const line = Array.from({ length: 40 }, (_, at) => (at % 4 === 1 ? 1e6 : 2 * at));
    expect(trendOf(line)?.slope).toBeCloseTo(2, 0);
  });

  it('turns round with the values, and grows with their unit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 30 }), (values) => {
        const trend = trendOf(values);
        const turned = trendOf(values.map((value) => -4 * value));
        if (trend === null || turned === null) throw new Error('five values have a trend');
        expect(turned.slope).toBeCloseTo(-4 * trend.slope, 9);
        expect(turned.chance).toBeCloseTo(trend.chance, 9);
        expect(trend.low).toBeLessThanOrEqual(trend.slope);
        expect(trend.high).toBeGreaterThanOrEqual(trend.slope);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('is seldom seen in values that only remember the one before', () => {
    let seen = 0;
    let naive = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = seeded(seed);
      let value = 0;
      const series = Array.from({ length: 120 }, () => (value = 0.7 * value + noise(random)));
      if ((trendOf(series)?.chance ?? 1) < 0.05) seen += 1;
      if ((trendChance(series) ?? 1) < 0.05) naive += 1;
    }
    expect(seen).toBeLessThanOrEqual(20);
    expect(naive).toBeGreaterThan(2 * seen);
  });

  it('is seen where there is one', () => {
    expect(trendOf(madeSeries(100, { season: 0, slope: 0.05 }))?.chance).toBeLessThan(0.001);
  });
});

describe('many tests at once', () => {
  it('name those that R names after p.adjust(…, "BH")', () => {
    const chances = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    expect(standOut(chances, 0.05)).toEqual(chances.map((chance) => chance <= 0.008));
    expect(standOut(chances, 0.09).filter(Boolean)).toHaveLength(5);
    expect(standOut([], 0.05)).toEqual([]);
  });
});
