import fc from 'fast-check';
import { driFor, energyShares, isNear, theilSen, withShares } from './index';

const series = (values: readonly number[]) => values.map((y, x) => ({ x, y }));

describe('the Theil–Sen trend', () => {
  it('finds the slope of a line exactly', () => {
    expect(theilSen(series([1, 3, 5, 7, 9, 11, 13]))).toEqual({
      slope: 2,
      low: 2,
      high: 2,
      direction: 'rising',
      points: 7,
    });
  });

  it('is not moved by one wild day', () => {
    expect(theilSen(series([10, 9, 8, 7, 60_000, 5, 4, 3, 2, 1]))?.slope).toBe(-1);
    expect(theilSen(series([10, 9, 8, 7, 60_000, 5, 4, 3, 2, 1]))?.direction).toBe('falling');
  });

  it('calls flat what its interval cannot tell from 0', () => {
    expect(theilSen(series([5, 5, 5, 5, 5, 5]))).toMatchObject({ slope: 0, direction: 'flat' });
    expect(theilSen(series([10, 12, 9, 11, 10, 12, 9, 11]))?.direction).toBe('flat');
  });

  it('takes the interval of Sen (1968)', () => {
    // Gilbert (1987), section 16.5: ranks of the ends from C = 1.645 √(n(n−1)(2n+5)/18); n = 10: C = 18.4, M = 13.3 and 31.7.
    const values = [10, 15, 14, 20, 18, 25, 24, 29, 26, 33];
    const slopes: number[] = [];
    values.forEach((from, at) =>
      values.slice(at + 1).forEach((to, more) => slopes.push((to - from) / (more + 1))),
    );
    slopes.sort((a, b) => a - b);
    const trend = theilSen(series(values));
    expect([trend?.slope, trend?.low, trend?.high]).toEqual([slopes[22], slopes[12], slopes[32]]);
  });

  it('says nothing about fewer than five points', () => {
    expect(theilSen(series([1, 2, 3, 4]))).toBeNull();
  });

  it('turns with the sign of the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 5, maxLength: 40 }),
        (values) => {
          const [up, down] = [theilSen(series(values)), theilSen(series(values.map((value) => -value)))];
          expect((up?.slope ?? 0) + (down?.slope ?? 0)).toBeCloseTo(0, 9);
          expect(up !== null && up.low <= up.slope && up.slope <= up.high).toBe(true);
        },
      ),
      { seed: 4, numRuns: 100 },
    );
  });
});

describe('shares', () => {
  it('of energy follow 4, 4 and 9 kcal a gram', () => {
    expect(energyShares({ proteinG: 25, carbsG: 50, fatG: 100 / 9 })).toEqual({
      proteinG: 0.25,
      carbsG: 0.5,
      fatG: 0.25,
    });
    expect(energyShares({ proteinG: 25, carbsG: null, fatG: 1 })).toBeNull();
    expect(energyShares({ proteinG: 0, carbsG: 0, fatG: 0 })).toBeNull();
  });

  it('run up to the whole', () => {
    expect(withShares([6, 3, 1], (part) => part, 10).map(({ cumulative }) => cumulative)).toEqual([
      0.6, 0.9, 1,
    ]);
    expect(withShares([0], (part) => part, 0)).toEqual([{ item: 0, share: null, cumulative: null }]);
  });

  it('are near a target within a tenth', () => {
    expect([1800, 1799.9, 2200, 2200.1].map((value) => isNear(value, 2000))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('dietary references', () => {
  const of = (sex: 'male' | 'female', age: number, name: string) =>
    driFor(sex, age).find((row) => row.name === name);

  it.each([
    ['male', 30, 'Fibre', 38, null],
    ['male', 51, 'Fibre', 30, null],
    ['female', 50, 'Iron', 18, 45],
    ['female', 51, 'Iron', 8, 45],
    ['female', 51, 'Calcium', 1200, 2000],
    ['male', 71, 'Calcium', 1200, 2000],
    ['male', 70, 'Phosphorus', 700, 4000],
    ['male', 71, 'Phosphorus', 700, 3000],
    ['female', 19, 'Sodium', 1500, 2300],
    ['male', 71, 'Vitamin D', 20, 100],
  ] as const)('for a %s of %i: %s %d, at most %p', (sex, age, name, target, upper) => {
    expect([of(sex, age, name)?.target, of(sex, age, name)?.upper?.value ?? null]).toEqual([target, upper]);
  });

  it('cover 22 nutrients, two of which a food log carries', () => {
    const table = driFor('female', 40);
    expect(table).toHaveLength(22);
    expect(table.flatMap(({ nutrient }) => nutrient ?? [])).toEqual(['fibreG', 'sodiumMg']);
  });
});
