import { createPool, inSnapshot, type Snapshot } from '@pressroom/entities';
import {
  BUCKETS,
  FOOD_CATEGORIES,
  NUTRIENTS,
  PgFoodLogReader,
  type BucketedFilter,
} from '@pressroom/nutrition';
import { foodLogTemplate, type FoodLogSource } from './index';
import { MemoryFoodLogSource } from './memory-source';
import { comparable, seededDiary, type TestDiary } from '../test-diary';

/** The compiler's proof that the reader fits the port. */
const portOf = (snapshot: Snapshot): FoodLogSource => new PgFoodLogReader(snapshot);

describe('the food-log reader on PostgreSQL', () => {
  let diary: TestDiary;
  let memory: MemoryFoodLogSource;
  const people = (place: number): string => diary.accountIds[place] ?? '';

  beforeAll(async () => {
    diary = await seededDiary(12, 1500);
    memory = new MemoryFoodLogSource(diary.entries);
  }, 60_000);

  afterAll(() => diary.server.drop());

  const filters: [string, BucketedFilter][] = [
    ['one person', { accountId: 'me', categories: [], from: '2024-02-01', to: '2024-03-10', bucket: 'day' }],
    ['everyone', { accountId: null, categories: [], from: '2024-01-15', to: '2024-02-29', bucket: 'week' }],
    [
      'three categories',
      {
        accountId: null,
        categories: FOOD_CATEGORIES.slice(0, 3),
        from: '2023-12-01',
        to: '2024-03-10',
        bucket: 'month',
      },
    ],
    [
      'an empty period',
      { accountId: 'me', categories: [], from: '2020-01-01', to: '2020-01-31', bucket: 'day' },
    ],
    [
      'before nothing',
      { accountId: 'me', categories: [], from: '2024-03-10', to: '2024-03-20', bucket: 'week' },
    ],
  ];

  const reading = async <Result>(
    accountId: string | null,
    work: (source: FoodLogSource) => Promise<Result>,
  ): Promise<Result> => {
    const pool = createPool({ url: diary.server.url, max: 1, name: 'reader test' });
    const scope = accountId === null ? 'system' : { accountId };
    const result = await inSnapshot(pool, { scope, timeoutMs: 10_000 }, (snapshot) => work(portOf(snapshot)));
    await pool.end();
    return result;
  };

  it.each(filters)('counts what a plain loop counts: %s', async (_, asked) => {
    const filter = { ...asked, accountId: asked.accountId === null ? null : people(0) };
    const counted = await reading(filter.accountId, async (source) => ({
      figures: await source.figures(filter),
      groups: await source.groups(filter),
      top: await source.topFoods(filter, 7),
      asOf: await source.asOf(filter),
    }));
    expect(comparable(counted.figures)).toEqual(comparable(await memory.figures(filter)));
    expect(comparable(counted.groups)).toEqual(comparable(await memory.groups(filter)));
    expect(counted.top.map(({ food }) => food)).toEqual(
      (await memory.topFoods(filter, 7)).map(({ food }) => food),
    );
    expect(comparable(counted.top)).toEqual(comparable(await memory.topFoods(filter, 7)));
    expect(counted.asOf).toEqual(await memory.asOf(filter));
  });

  it.each(filters)('delivers all raw entries in order: %s', async (_, asked) => {
    const filter = { ...asked, accountId: asked.accountId === null ? null : people(0) };
    const collect = async (source: FoodLogSource): Promise<unknown[]> => {
      const rows: unknown[] = [];
      for await (const batch of source.rows(filter)) rows.push(...batch);
      return rows;
    };
    expect(await reading(filter.accountId, collect)).toEqual(await collect(memory));
  });

  it.each(BUCKETS)('adds up to the same number of entries by %s', async (bucket) => {
    const filter: BucketedFilter = {
      accountId: null,
      categories: [],
      from: '2023-01-01',
      to: '2024-12-31',
      bucket,
    };
    const { buckets } = await reading(null, (source) => source.groups(filter));
    expect(buckets.reduce((sum, { entries }) => sum + entries, 0)).toBe(1500);
  });

  it('adds amounts as on paper, without what binary addition leaves behind', async () => {
    const filter: BucketedFilter = {
      accountId: null,
      categories: [],
      from: '2023-01-01',
      to: '2024-12-31',
      bucket: 'month',
    };
    const read = await reading(null, async (source) => [
      (await source.figures(filter)).current.nutrients,
      (await source.groups(filter)).buckets.map(({ kcal }) => kcal),
      (await source.topFoods(filter, 50)).map(({ kcal }) => kcal),
    ]);
    const sums = JSON.stringify(read).match(/\d+\.\d+/g) ?? [];
    expect(sums.filter((sum) => (sum.split('.')[1] ?? '').length > 6)).toEqual([]);
    expect(sums.length).toBeGreaterThan(10);
  });

  it('shows nobody else’s entries, whatever is asked', async () => {
    const context = {
      accountId: people(0),
      role: 'member' as const,
      locale: 'en',
      timeZone: 'UTC',
      requestedAt: '2024-03-10T12:00:00Z',
    };
    expect(() => foodLogTemplate.resolve({ scope: 'everyone' }, context)).toThrow('operators');
    const asked = foodLogTemplate.resolve({ from: '2015-01-01' }, context);
    expect(foodLogTemplate.reach(asked)).toBe('own');
    const figures = await reading(people(1), (source) =>
      source.figures({ accountId: null, categories: [], from: '2015-01-01', to: '2024-03-10' }),
    );
    expect(figures.current.people).toBe(1);
    expect(figures.current.nutrients).toHaveLength(NUTRIENTS.length);
  });
});
