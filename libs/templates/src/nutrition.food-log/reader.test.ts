import { createPool, inSnapshot, openDatabase, type Snapshot } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import {
  BUCKETS,
  FOOD_CATEGORIES,
  NUTRIENTS,
  PgFoodLogReader,
  seedFoodLogs,
  type BucketedFilter,
  type LogGroups,
} from '@pressroom/nutrition';
import { freshDatabase, type TestDatabase } from '../../../../test/support';
import { FoodLogSource, foodLogTemplate } from './index';
import { MemoryFoodLogSource, type MemoryEntry } from './memory-source';

/** The compiler's proof that the reader fits the port. */
const portOf = (snapshot: Snapshot): FoodLogSource => new PgFoodLogReader(snapshot);

const sorted = <Item>(items: readonly Item[]): string[] => items.map((item) => JSON.stringify(item)).sort();

/** Sums of binary fractions depend on their order: compared to 1e-9. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? Number(part.toFixed(6)) : part)),
  );

const comparable = (groups: LogGroups): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(groups).map(([name, items]) => [name, sorted(rounded(items) as unknown[])]),
  );

describe('the food-log reader on PostgreSQL', () => {
  const accountIds = Array.from({ length: 12 }, () => newId());
  const me = accountIds[0] ?? '';
  let server: TestDatabase;
  let memory: MemoryFoodLogSource;

  beforeAll(async () => {
    server = await freshDatabase();
    const database = await openDatabase({
      url: server.url,
      name: 'reader test',
      accountConnections: 1,
      systemConnections: 1,
    });
    await database.system('INSERT INTO accounts (id) SELECT unnest($1::uuid[])', [accountIds]);
    await seedFoodLogs(database, { accountIds, logs: 1500, seed: 3, until: '2024-03-10' });
    const { rows } = await database.system<MemoryEntry>(
      `SELECT account_id AS "accountId", logged_on AS "loggedOn", local_hour AS hour, meal_type AS meal,
              food_name AS food, category, quantity, unit, source, created_at AS "createdAt", kcal,
              protein_g AS "proteinG", carbs_g AS "carbsG", fat_g AS "fatG", fibre_g AS "fibreG",
              sugar_g AS "sugarG", sodium_mg AS "sodiumMg"
         FROM food_logs ORDER BY logged_on, id`,
    );
    memory = new MemoryFoodLogSource(rows);
    await database.close();
  }, 60_000);

  afterAll(() => server.drop());

  const filters: [string, BucketedFilter][] = [
    ['one person', { accountId: me, categories: [], from: '2024-02-01', to: '2024-03-10', bucket: 'day' }],
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
      { accountId: me, categories: [], from: '2020-01-01', to: '2020-01-31', bucket: 'day' },
    ],
    [
      'before nothing',
      { accountId: me, categories: [], from: '2024-03-10', to: '2024-03-20', bucket: 'week' },
    ],
  ];

  const reading = async <Result>(
    accountId: string | null,
    work: (source: FoodLogSource) => Promise<Result>,
  ): Promise<Result> => {
    const pool = createPool({ url: server.url, max: 1, name: 'reader test' });
    const scope = accountId === null ? 'system' : { accountId };
    const result = await inSnapshot(pool, { scope, timeoutMs: 10_000 }, (snapshot) => work(portOf(snapshot)));
    await pool.end();
    return result;
  };

  it.each(filters)('counts what a plain loop counts: %s', async (_, filter) => {
    const counted = await reading(filter.accountId, async (source) => ({
      figures: await source.figures(filter),
      groups: await source.groups(filter),
      top: await source.topFoods(filter, 7),
      asOf: await source.asOf(filter),
    }));
    expect(rounded(counted.figures)).toEqual(rounded(await memory.figures(filter)));
    expect(comparable(counted.groups)).toEqual(comparable(await memory.groups(filter)));
    expect(rounded(counted.top)).toEqual(rounded(await memory.topFoods(filter, 7)));
    expect(counted.asOf).toEqual(await memory.asOf(filter));
  });

  it.each(filters)('delivers all raw entries in order: %s', async (_, filter) => {
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

  it('shows nobody else’s entries, whatever is asked', async () => {
    const context = {
      accountId: me,
      role: 'member' as const,
      locale: 'en',
      timeZone: 'UTC',
      requestedAt: '2024-03-10T12:00:00Z',
    };
    expect(() => foodLogTemplate.resolve({ scope: 'everyone' }, context)).toThrow('operators');
    const asked = foodLogTemplate.resolve({ from: '2015-01-01' }, context);
    expect(foodLogTemplate.reach(asked)).toBe('own');
    const figures = await reading(accountIds[1] ?? '', (source) =>
      source.figures({ accountId: null, categories: [], from: '2015-01-01', to: '2024-03-10' }),
    );
    expect(figures.current.people).toBe(1);
    expect(figures.current.nutrients).toHaveLength(NUTRIENTS.length);
  });
});
