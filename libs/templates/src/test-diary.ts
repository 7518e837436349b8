import { openDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { seedFoodLogs } from '@pressroom/nutrition';
import { freshDatabase, type TestDatabase } from '../../../test/support';
import type { MemoryEntry } from './nutrition.food-log/memory-source';

/** A seeded diary on PostgreSQL, and the same entries in memory: what SQL counts is held against plain loops. */
export interface TestDiary {
  server: TestDatabase;
  accountIds: string[];
  entries: MemoryEntry[];
}

export async function seededDiary(people: number, logs: number): Promise<TestDiary> {
  const server = await freshDatabase();
  const accountIds = Array.from({ length: people }, () => newId());
  const database = await openDatabase({
    url: server.url,
    name: 'diary test',
    accountConnections: 1,
    systemConnections: 1,
  });
  await database.system('INSERT INTO accounts (id) SELECT unnest($1::uuid[])', [accountIds]);
  await seedFoodLogs(database, { accountIds, logs, seed: 3, until: '2024-03-10' });
  const { rows: entries } = await database.system<MemoryEntry>(
    `SELECT account_id AS "accountId", logged_on AS "loggedOn", local_hour AS hour, meal_type AS meal,
            food_name AS food, category, quantity, unit, source, created_at AS "createdAt", kcal,
            protein_g AS "proteinG", carbs_g AS "carbsG", fat_g AS "fatG", fibre_g AS "fibreG",
            sugar_g AS "sugarG", sodium_mg AS "sodiumMg"
       FROM food_logs ORDER BY logged_on, id`,
  );
  await database.close();
  return { server, accountIds, entries };
}

/** Sums of binary fractions depend on their order: compared to six digits, and without the order of groups. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(comparable(item))).sort();
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, part]) => [key, comparable(part)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return typeof value === 'number' ? Number(value.toFixed(6)) : value;
}
