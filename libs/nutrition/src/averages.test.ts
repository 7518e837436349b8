import { ratio, trailingMean } from './index';

describe('averages', () => {
  it.each([
    [[], []],
    [
      [7, 7, 7, 7, 7, 7],
      [null, null, null, null, null, null],
    ],
    [
      [7, 0, 0, 0, 0, 0, 0, 0],
      [null, null, null, null, null, null, 1, 0],
    ],
    [
      [1, 2, 3, 4, 5, 6, 7, 8],
      [null, null, null, null, null, null, 4, 5],
    ],
  ])('takes the mean of seven values and is empty before there are seven: %j', (values, means) => {
    expect(trailingMean(values, 7)).toEqual(means);
  });

  it('has no share of nothing', () => {
    expect([ratio(1, 4), ratio(0, 4), ratio(0, 0), ratio(3, 0)]).toEqual([0.25, 0, null, null]);
  });
});
