import { foodLogPatch, foodLogQuery, localHourOf, newFoodLog, newFoodLogs } from './index';

const plain = { foodName: 'Apple', category: 'fruit', loggedOn: '2024-02-29' };

const wrong = (input: unknown): string[] => {
  const parsed = newFoodLogs.safeParse(input);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('/'));
};

describe('a food log from outside', () => {
  it('needs no more than a name, a category and a date', () => {
    expect(newFoodLog.parse({ ...plain, foodName: '  Apple ' })).toEqual(plain);
    expect(newFoodLogs.parse([plain, plain])).toHaveLength(2);
  });

  it.each([
    ['foodName', ''],
    ['foodName', '   '],
    ['foodName', 'x'.repeat(101)],
    ['foodName', 'a\u0000b'],
    ['foodName', '\ud83d'],
    ['foodName', 7],
    ['category', 'Fruit'],
    ['loggedOn', '2023-02-29'],
    ['loggedOn', '29.02.2024'],
    ['loggedOn', '1899-12-31'],
    ['loggedOn', '2024-02-29T00:00:00Z'],
    ['loggedAt', '2024-02-29 12:00'],
    ['loggedAt', '2024-02-29T12:00:00'],
    ['mealType', 'brunch'],
    ['kcal', -1],
    ['kcal', '52'],
    ['kcal', Number.NaN],
    ['kcal', 1e300],
    ['sodiumMg', Number.POSITIVE_INFINITY],
    ['unit', ''],
    ['timeZone', 'Mars/Olympus'],
    ['colour', 'red'],
  ])('is refused with the place of its fault: %s %j', (field, value) => {
    expect(new Set(wrong({ ...plain, [field]: value }))).toEqual(new Set([field]));
    expect(new Set(wrong([plain, { ...plain, [field]: value }]))).toEqual(new Set([`1/${field}`]));
  });

  it('takes a hundred characters of any script', () => {
    expect(wrong({ ...plain, foodName: '🍏'.repeat(100) })).toEqual([]);
  });

  it('refuses an empty list and one that is too long', () => {
    expect([wrong([]), wrong(Array.from({ length: 1001 }, () => plain)), wrong(null)]).toEqual([
      [''],
      [''],
      [''],
    ]);
  });

  it('finds the hour where the person was', () => {
    expect(localHourOf('2024-03-10T09:30:00Z', 'America/Los_Angeles')).toBe(1);
    expect(localHourOf('2024-03-10T10:30:00Z', 'America/Los_Angeles')).toBe(3); // the hour that never was
    expect(localHourOf('2024-03-10T19:30:00+05:30')).toBe(19);
    expect(localHourOf('2024-03-10T19:30:00Z')).toBe(19);
  });

  it('can be changed field by field, but not into nothing', () => {
    expect(foodLogPatch.parse({ kcal: null })).toEqual({ kcal: null });
    expect(foodLogPatch.safeParse({}).success).toBe(false);
    expect(foodLogPatch.safeParse({ foodName: null }).success).toBe(false);
    expect(foodLogPatch.safeParse({ id: 'x' }).success).toBe(false);
  });

  it('is listed by a query of texts', () => {
    expect(foodLogQuery.parse({})).toEqual({ limit: 50 });
    expect(foodLogQuery.parse({ limit: '2', from: '2024-01-01', to: '2024-01-01' }).limit).toBe(2);
    expect(foodLogQuery.safeParse({ from: '2024-01-02', to: '2024-01-01' }).success).toBe(false);
    expect(foodLogQuery.safeParse({ limit: '201' }).success).toBe(false);
  });
});
