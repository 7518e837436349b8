import type { Database } from '@pressroom/entities';
import { generateDiary, randomOf, type SeedEntry, type SeedOptions } from './seed-diary';

export interface SeedFoodLogsOptions extends Omit<SeedOptions, 'people'> {
  /** Existing accounts. The first one gets about one entry in twelve, up to the last day, so that its reports are rich. */
  accountIds: readonly string[];
}

const BATCH = 10_000;

/** Version 8 (our own) UUIDs that follow from the seed: seeding twice writes once. */
function idsOf(seed: number): () => string {
  const random = randomOf(seed ^ 0x5eedf00d);
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return () => `${hex(8)}-${hex(4)}-8${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Values of one entry in the order of the statement's parameters. */
function valuesOf(entry: SeedEntry, id: string, accountId: string): unknown[] {
  const [name, category, , quantity, unit, ...nutrients] = entry.food;
  const { servings, withNutrients, loggedOn, loggedAt, mealType } = entry;
  return [
    id,
    accountId,
    name,
    category,
    loggedOn,
    loggedAt,
    loggedAt === null ? null : Number(loggedAt.slice(11, 13)),
    mealType,
    withNutrients ? tenths(quantity * servings) : null,
    withNutrients ? unit : null,
    ...nutrients.map((value) => (withNutrients ? tenths(value * servings) : null)),
    loggedAt ?? `${loggedOn}T22:00:00Z`,
  ];
}

const TYPES =
  'uuid uuid text text date timestamptz int2 text float8 text float8 float8 float8 float8 float8 float8 float8 timestamptz';

const INSERT = `INSERT INTO food_logs (id, account_id, food_name, category, logged_on, logged_at, local_hour, meal_type,
    quantity, unit, kcal, protein_g, carbs_g, fat_g, fibre_g, sugar_g, sodium_mg, created_at, source)
  SELECT *, 'seed' FROM unnest(${TYPES.split(' ')
    .map((type, at) => `$${at + 1}::${type}[]`)
    .join(', ')})
  ON CONFLICT (id) DO NOTHING`;

/**
 * Writes a believable, repeatable diary: ≥ 150 foods of all categories, favourites after Zipf, weekday and meal
 * rhythm, one day in ten missing, half of the entries with nutrients.
 * @returns the number of entries generated; those that an earlier run with the same seed wrote are left alone
 */
export async function seedFoodLogs(
  database: Database,
  { accountIds, logs, seed, until }: SeedFoodLogsOptions,
): Promise<number> {
  const nextId = idsOf(seed);
  let rows: unknown[][] = [];
  let written = 0;
  await database.inSystem(async (tx) => {
    const flush = async (): Promise<void> => {
      if (rows.length === 0) return;
      const columns = TYPES.split(' ').map((_, at) => rows.map((row) => row[at]));
      await tx.query(INSERT, columns);
      written += rows.length;
      rows = [];
    };
    for (const entry of generateDiary({ people: accountIds.length, logs, seed, until })) {
      const accountId = accountIds[entry.person];
      if (accountId === undefined) throw new RangeError('an entry of nobody');
      rows.push(valuesOf(entry, nextId(), accountId));
      if (rows.length >= BATCH) await flush();
    }
    await flush();
  });
  return written;
}
