import { createPool, inSnapshot, openDatabase } from '@pressroom/entities';
import { daysBetween, newId } from '@pressroom/kernel';
import { freshDatabase } from '../../../test/support';
import { FOOD_CATEGORIES, generateDiary, seedFoodLogs, weekdayOf, type SeedEntry } from './index';

const options = { people: 100, logs: 5000, seed: 7, until: '2024-03-31' };
const diary = [...generateDiary(options)];

const tally = <Key>(keyOf: (entry: SeedEntry) => Key): Map<Key, number> => {
  const counts = new Map<Key, number>();
  for (const entry of diary) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1);
  return counts;
};

describe('the seeded diary', () => {
  it('has exactly as many entries as asked for, and nobody is left out', () => {
    expect(diary).toHaveLength(5000);
    expect(tally(({ person }) => person).size).toBe(100);
    expect([...generateDiary({ ...options, people: 1, logs: 3 })]).toHaveLength(3);
    expect([...generateDiary({ ...options, people: 10, logs: 4 })]).toHaveLength(4);
  });

  it('is the same for the same seed and another for another', () => {
    expect([...generateDiary(options)]).toEqual(diary);
    expect([...generateDiary({ ...options, seed: 8 })]).not.toEqual(diary);
  });

  it('knows at least 150 foods of all categories, with few favourites', () => {
    const foods = [...tally(({ food }) => food[0]).values()].sort((a, b) => b - a);
    expect(foods.length).toBeGreaterThanOrEqual(150);
    expect(tally(({ food }) => food[1]).size).toBe(FOOD_CATEGORIES.length);
    expect(foods.slice(0, 15).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5000 / 4);
  });

  it('has a rhythm: breakfast in the morning, fewer entries a weekend day', () => {
    const hours = diary.flatMap(({ mealType, loggedAt }) =>
      mealType === 'breakfast' && loggedAt !== null ? [Number(loggedAt.slice(11, 13))] : [],
    );
    expect([Math.min(...hours), Math.max(...hours)]).toEqual([6, 10]);
    const weekend = diary.filter(({ loggedOn }) => weekdayOf(loggedOn) > 5).length;
    expect(weekend / 2).toBeLessThan((5000 - weekend) / 5);
  });

  it('misses about one day in ten and carries nutrients in half of the entries', () => {
    const days = [
      ...new Set(diary.filter(({ person }) => person === 0).map(({ loggedOn }) => loggedOn)),
    ].sort();
    const span = daysBetween(days[0] ?? '', options.until) + 1;
    expect(days.at(-1)).toBe(options.until);
    expect(days.length / span).toBeGreaterThan(0.8);
    expect(days.length / span).toBeLessThan(0.97);
    expect(diary.filter(({ withNutrients }) => withNutrients).length / 5000).toBeCloseTo(0.5, 1);
  });

  it('is written once, whatever the number of runs', async () => {
    const server = await freshDatabase();
    const database = await openDatabase({
      url: server.url,
      name: 'seed test',
      accountConnections: 1,
      systemConnections: 1,
    });
    const accountIds = Array.from({ length: 100 }, () => newId());
    await database.system('INSERT INTO accounts (id) SELECT unnest($1::uuid[])', [accountIds]);
    const asked = { accountIds, logs: 5000, seed: 7, until: '2024-03-31' };
    expect(await seedFoodLogs(database, asked)).toBe(5000);
    expect(await seedFoodLogs(database, asked)).toBe(5000);
    await database.close();

    const pool = createPool({ url: server.url, max: 1, name: 'seed test' });
    const [everyone, own] = await Promise.all([
      inSnapshot(pool, { scope: 'system', timeoutMs: 5000 }, (snapshot) =>
        snapshot.query<{ n: number }>('SELECT count(*)::int AS n FROM food_logs'),
      ),
      inSnapshot(pool, { scope: { accountId: accountIds[0] ?? '' }, timeoutMs: 5000 }, (snapshot) =>
        snapshot.query<{ n: number }>('SELECT count(*)::int AS n FROM food_logs'),
      ),
    ]);
    await pool.end();
    await server.drop();
    expect([everyone, own]).toEqual([[{ n: 5000 }], [{ n: 417 }]]);
  }, 60_000);
});
