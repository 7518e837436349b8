import { NUTRIENTS, type Nutrient } from './food-log';
import {
  calendarMean,
  isComplete,
  medianOf,
  meanOf,
  mealTiming,
  qualityOf,
  streaksOf,
  type DayIntake,
} from './index';

const each = <Value>(value: Value): Record<Nutrient, Value> =>
  Object.fromEntries(NUTRIENTS.map((nutrient) => [nutrient, value])) as Record<Nutrient, Value>;

const day = (more: Partial<DayIntake> & { kcal?: number | null } = {}): DayIntake => ({
  date: '2024-03-01',
  entries: 4,
  meals: 3,
  reach: { ...each(0), kcal: 4 },
  firstHour: null,
  lastHour: null,
  timedKcal: 0,
  lateKcal: 0,
  ...more,
  amounts: { ...each(null), kcal: more.kcal === undefined ? 1800 : more.kcal },
});

describe('a complete day', () => {
  it.each([
    ['half the target and two meals', day({ kcal: 1000, meals: 2 }), 2000, true],
    ['less than half the target', day({ kcal: 999.9 }), 2000, false],
    ['one meal', day({ meals: 1 }), 2000, false],
    ['no known energy', day({ kcal: null }), 2000, false],
    ['no target, energy on half of the entries', day({ reach: { ...each(0), kcal: 2 } }), null, true],
    ['no target, energy on fewer', day({ reach: { ...each(0), kcal: 1 } }), null, false],
  ])('%s', (_, intake, target, complete) => {
    expect(isComplete(intake, target)).toBe(complete);
  });

  it.each([
    [30, 30, 'A'],
    [24, 30, 'A'],
    [23, 30, 'B'],
    [18, 30, 'B'],
    [12, 30, 'C'],
    [11, 30, 'D'],
    [0, 0, 'D'],
  ])('%i of %i complete days make quality %s', (complete, days, quality) => {
    expect(qualityOf(complete, days)).toBe(quality);
  });
});

describe('streaks', () => {
  it.each([
    [[], '2024-03-10', 0, 0],
    [['2024-03-10'], '2024-03-10', 1, 1],
    [['2024-03-08', '2024-03-09'], '2024-03-10', 2, 2], // today is still running
    [['2024-03-07', '2024-03-08'], '2024-03-10', 0, 2],
    [['2024-02-28', '2024-02-29', '2024-03-01', '2024-03-09', '2024-03-10'], '2024-03-10', 2, 3], // over a leap day
    [['2024-03-09', '2024-03-10', '2024-03-11'], '2024-03-11', 3, 3], // over a change of clocks
  ])('of %j on %s', (dates, last, current, longest) => {
    expect(streaksOf(dates, last)).toEqual({ current, longest });
  });
});

describe('a moving average over calendar days', () => {
  const period = { from: '2024-03-01', to: '2024-03-07' };

  it('never takes a missing day for a zero, and is empty below the least number of days', () => {
    const values = new Map([
      ['2024-03-01', 100],
      ['2024-03-03', 200],
      ['2024-03-05', 300],
      ['2024-03-07', 400],
    ]);
    expect(calendarMean(period, values, 7, 4)).toEqual([null, null, null, null, null, null, 250]);
    expect(calendarMean(period, values, 7, 3).slice(4)).toEqual([200, 200, 250]);
  });

  it('reaches back before the period', () => {
    const values = new Map(
      ['2024-02-26', '2024-02-27', '2024-02-29', '2024-03-01'].map((date) => [date, 10]),
    );
    expect(calendarMean(period, values, 7, 4)).toEqual([10, 10, 10, null, null, null, null]);
  });
});

describe('middles', () => {
  it.each([
    [[], null, null],
    [[3], 3, 3],
    [[9, 1], 5, 5],
    [[10, 1, 1], 4, 1],
  ])('of %j', (values, mean, median) => {
    expect([meanOf(values), medianOf(values)]).toEqual([mean, median]);
  });

  it('of meal times leave days without hours out', () => {
    const days = [
      day({ firstHour: 7, lastHour: 19, timedKcal: 1000, lateKcal: 0 }),
      day({ firstHour: 9, lastHour: 21, timedKcal: 1000, lateKcal: 500 }),
      day(),
    ];
    expect(mealTiming(days)).toEqual({ firstHour: 8, lastHour: 20, window: 12, lateShare: 0.25, days: 2 });
    expect(mealTiming([])).toEqual({
      firstHour: null,
      lastHour: null,
      window: null,
      lateShare: null,
      days: 0,
    });
  });
});
