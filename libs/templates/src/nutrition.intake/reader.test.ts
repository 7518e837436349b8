import { createPool, inSnapshot, type Snapshot } from '@pressroom/entities';
import { PgIntakeReader, type IntakeFilter } from '@pressroom/nutrition';
import { comparable, seededDiary, type TestDiary } from '../test-diary';
import { MemoryIntakeSource } from './memory-source';
import type { IntakeSource } from './source';

/** The compiler's proof that the reader fits the port. */
const portOf = (snapshot: Snapshot): IntakeSource => new PgIntakeReader(snapshot);

async function everything(source: IntakeSource, filter: IntakeFilter): Promise<Record<string, unknown>> {
  const rows: unknown[] = [];
  for await (const batch of source.rows(filter)) rows.push(...batch);
  const { byEntries, byEnergy, ...top } = await source.top(filter, 6);
  return {
    rows: rows.map((row) => JSON.stringify(row)),
    byEntries: byEntries.map(({ food, entries }) => `${food} ${entries}`),
    byEnergy: byEnergy.map(({ food }) => food),
    foods: comparable([...byEntries, ...byEnergy]),
    top: comparable(top),
    days: comparable(await source.days(filter)),
    weeks: comparable(await source.weeks(filter)),
    categories: comparable(await source.categories(filter)),
    meals: comparable(await source.meals(filter)),
    hours: comparable(await source.hours(filter)),
    asOf: await source.asOf(filter),
  };
}

describe('the intake reader on PostgreSQL', () => {
  let diary: TestDiary;

  beforeAll(async () => {
    diary = await seededDiary(3, 900);
  }, 60_000);

  afterAll(() => diary.server.drop());

  const cases: [string, Omit<IntakeFilter, 'accountId'>][] = [
    ['a month', { from: '2024-02-10', to: '2024-03-10', categories: [], bucket: 'day' }],
    [
      'a season',
      { from: '2023-12-01', to: '2024-03-10', categories: [], meals: [], foods: [], bucket: 'week' },
    ],
    [
      'two categories',
      { from: '2023-12-01', to: '2024-03-10', categories: ['fruit', 'dairy'], bucket: 'month' },
    ],
    [
      'a meal and two foods',
      {
        from: '2023-12-01',
        to: '2024-03-10',
        categories: [],
        meals: ['breakfast'],
        foods: ['Banana', 'Yogurt, plain'],
        bucket: 'week',
      },
    ],
    ['an empty period', { from: '2019-01-01', to: '2019-02-01', categories: [], bucket: 'day' }],
  ];

  it.each(cases)('counts what a plain loop counts: %s', async (_, asked) => {
    const filter: IntakeFilter = { ...asked, accountId: diary.accountIds[0] ?? '' };
    const pool = createPool({ url: diary.server.url, max: 1, name: 'intake test' });
    const counted = await inSnapshot(
      pool,
      { scope: { accountId: filter.accountId }, timeoutMs: 10_000 },
      (snapshot) => everything(portOf(snapshot), filter),
    );
    await pool.end();
    expect(counted).toEqual(await everything(new MemoryIntakeSource(diary.entries), filter));
  });
});
