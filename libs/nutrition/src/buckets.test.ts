import { addDays } from '@pressroom/kernel';
import fc from 'fast-check';
import { bucketFor, bucketOf, bucketsOf, BUCKETS, daysIn, previousPeriod, weekdayOf } from './index';

describe('buckets', () => {
  it.each([
    ['2024-02-29', 'day', '2024-02-29'],
    ['2024-02-29', 'week', '2024-02-26'],
    ['2024-02-29', 'month', '2024-02-01'],
    ['2024-03-03', 'week', '2024-02-26'], // a Sunday ends its week
    ['2024-03-04', 'week', '2024-03-04'],
    ['2021-01-01', 'week', '2020-12-28'], // weeks cross years
    ['2024-12-31', 'month', '2024-12-01'],
  ] as const)('names the bucket of %s by %s %s', (date, bucket, name) => {
    expect(bucketOf(date, bucket)).toBe(name);
  });

  it.each([
    ['2024-01-01', '2024-01-01', 'day', ['2024-01-01']],
    ['2024-02-28', '2024-03-01', 'day', ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['2024-03-03', '2024-03-04', 'week', ['2024-02-26', '2024-03-04']],
    ['2023-12-31', '2024-03-01', 'month', ['2023-12-01', '2024-01-01', '2024-02-01', '2024-03-01']],
  ] as const)('lists all buckets from %s to %s by %s', (from, to, bucket, names) => {
    expect(bucketsOf({ from, to }, bucket)).toEqual(names);
  });

  it.each([
    [1, 'day'],
    [92, 'day'],
    [93, 'week'],
    [731, 'week'],
    [732, 'month'],
  ])('chooses for %i days the bucket %s', (days, bucket) => {
    expect(bucketFor({ from: '2024-01-01', to: addDays('2024-01-01', days - 1) })).toBe(bucket);
  });

  it.each([
    ['2024-03-01', '2024-03-31', '2024-01-30', '2024-02-29'],
    ['2024-01-01', '2024-01-01', '2023-12-31', '2023-12-31'],
    ['2024-01-01', '2024-12-31', '2022-12-31', '2023-12-31'],
  ])('puts before %s to %s the period %s to %s', (from, to, before, until) => {
    expect(previousPeriod({ from, to })).toEqual({ from: before, to: until });
  });

  it('puts every day of a period into exactly one listed bucket', () => {
    const days = fc.integer({ min: 0, max: 800 });
    fc.assert(
      fc.property(days, days, fc.constantFrom(...BUCKETS), (start, length, bucket) => {
        const from = addDays('2019-11-20', start);
        const period = { from, to: addDays(from, length) };
        const names = bucketsOf(period, bucket);
        const seen = new Set<string>();
        for (let at = 0; at < daysIn(period); at++) seen.add(bucketOf(addDays(from, at), bucket));
        expect(names).toEqual([...seen]);
      }),
      { seed: 20_241_125, numRuns: 60 },
    );
  });

  it('counts weekdays from Monday', () => {
    expect(['2024-02-26', '2024-02-29', '2024-03-03'].map(weekdayOf)).toEqual([1, 4, 7]);
  });
});
