import type { MemoryEntry } from './nutrition.food-log/memory-source';

export const EXAMPLE_ACCOUNT = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
const OTHER_ACCOUNT = '0190a1b2-c3d4-7e5f-8a9b-ffffffffffff';

const plain: MemoryEntry = {
  accountId: EXAMPLE_ACCOUNT,
  loggedOn: '2024-02-28',
  hour: null,
  meal: null,
  food: 'Apple',
  category: 'fruit',
  quantity: null,
  unit: null,
  source: 'api',
  createdAt: new Date('2024-03-10T08:15:30.123Z'),
};

/** A diary of everything that goes wrong in files: for examples and conformance. */
export const AWKWARD_ENTRIES: readonly MemoryEntry[] = [
  { ...plain, loggedOn: '2024-02-20', kcal: 52, meal: 'snack' },
  plain,
  { ...plain, kcal: 1.005, proteinG: 0, hour: 0, meal: 'breakfast' },
  { ...plain, food: '=1+1', category: 'snack', kcal: 2, hour: 23, meal: 'snack' },
  { ...plain, food: '@SUM(A1:A9)', category: 'snack', loggedOn: '2024-02-29', quantity: 0, unit: 'g' },
  { ...plain, food: '-2+3', category: 'other', loggedOn: '2024-02-29', kcal: 0 },
  {
    ...plain,
    food: '<b>bold</b> & "quoted", it’s; so',
    category: 'grain',
    loggedOn: '2024-03-01',
    kcal: 250.25,
  },
  { ...plain, food: 'תפוח ירוק עם דבש', loggedOn: '2024-03-02', kcal: 61.5, hour: 12, meal: 'lunch' },
  { ...plain, food: 'عصير برتقال', category: 'beverage', loggedOn: '2024-03-03', sugarG: 21.675 },
  {
    ...plain,
    food: '🍏👩‍🍳 salad',
    category: 'vegetable',
    loggedOn: '2024-03-03',
    fibreG: 2.675,
    sodiumMg: 1e5,
  },
  {
    ...plain,
    food: '1234567890123456789',
    category: 'other',
    loggedOn: '2024-03-04',
    quantity: 1.005,
    unit: '00012',
  },
  {
    ...plain,
    food: 'two\nlines\tand a tab',
    category: 'dairy',
    loggedOn: '2024-03-05',
    carbsG: 0.1,
    fatG: 0.2,
  },
  {
    ...plain,
    food: ' '.repeat(2) + 'Straße, 50% e\u0301',
    category: 'protein',
    loggedOn: '2024-03-05',
    proteinG: 1e-7,
  },
  {
    ...plain,
    food: 'TRUE',
    category: 'dairy',
    loggedOn: '2024-03-06',
    kcal: 33.333333333333336,
    hour: 19,
    meal: 'dinner',
  },
  { ...plain, food: '2024-03-06', category: 'dairy', loggedOn: '2024-03-06', kcal: 49_999.995 },
  { ...plain, food: 'x'.repeat(100), category: 'grain', loggedOn: '2024-03-07', source: 'import' },
  { ...plain, food: 'Apple', accountId: OTHER_ACCOUNT, loggedOn: '2024-03-07', kcal: 80 },
];
