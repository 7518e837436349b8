import { autocorrelations, closed, medianOf, quantileOf, repeats, robustScale, tukeyFences } from './index';
import { KNOWN, madeSeries, rounded } from './test-series';

describe('quantiles and spreads', () => {
  it('are those of R', () => {
    expect([0.1, 0.5, 0.9].map((p) => quantileOf(KNOWN, p))).toEqual([8.5, 14, 20.5]);
    expect(robustScale(KNOWN).scale).toBeCloseTo(5.9304, 4);
    expect(medianOf([])).toBeNaN();
  });

  it('fence in what lies far out', () => {
    expect(tukeyFences([1, 2, 3, 4, 5, 6, 7, 8])).toEqual({ low: -2.5, high: 11.5 });
    expect(tukeyFences([1, 2, 3])).toBeNull();
  });
});

describe('a season', () => {
  it('shows in the autocorrelations that R finds', () => {
    expect(rounded(autocorrelations(KNOWN, 5))).toEqual([
      1, 0.052633, -0.023132, 0.032023, -0.009027, -0.018919,
    ]);
    expect(autocorrelations([3, 3, 3], 2)).toEqual([0, 0, 0]);
  });

  it('is seen, also beside an outage, and not where there is none or too little', () => {
    const wavy = madeSeries(70);
    expect(repeats(wavy, 7)).toBe(true);
    expect(repeats([...wavy.slice(0, 40), 0, 0, ...wavy.slice(42)], 7)).toBe(true);
    expect(repeats(madeSeries(70, { season: 0 }), 7)).toBe(false);
    expect(repeats(wavy.slice(0, 23), 7)).toBe(false);
  });

  it('is carried through a gap', () => {
    const whole = madeSeries(70, { spread: 0, slope: 0.5 });
    const holed = whole.map((value, at) => (at >= 30 && at < 41 ? null : value));
    closed(holed, 7).forEach((value, at) => expect(Math.abs(value - (whole[at] ?? 0))).toBeLessThan(8));
    expect([...closed([null, 2, null, 6, null], 1)]).toEqual([2, 2, 4, 6, 6]);
    expect([...closed([null, null], 2)]).toEqual([0, 0]);
  });
});
