import {
  bucketOf,
  NUTRIENTS,
  previousPeriod,
  weekdayOf,
  type BucketedFilter,
  type FoodCategory,
  type FoodFigures,
  type LogCell,
  type LogFilter,
  type LogGroups,
  type MealType,
  type Nutrient,
  type PeriodFigures,
} from '@pressroom/nutrition';
import { addDays } from '@pressroom/kernel';
import { FoodLogSource } from './source';

/** One entry of an in-memory diary. */
export interface MemoryEntry extends Partial<Record<Nutrient, number | null>> {
  accountId: string;
  loggedOn: string;
  hour: number | null;
  meal: MealType | null;
  food: string;
  category: FoodCategory;
  quantity: number | null;
  unit: string | null;
  source: string;
  createdAt: Date;
}

/** Entries that share a key, in order of first sight. */
export function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Sum of the known amounts; null when none is known. */
export function knownSum(entries: readonly MemoryEntry[], nutrient: Nutrient): number | null {
  const known = entries.flatMap((entry) => entry[nutrient] ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The plainest implementation of the port: a list and loops. The template's example is made with it, and the SQL
 * of the real reader is tested against it.
 */
export class MemoryFoodLogSource extends FoodLogSource {
  constructor(protected readonly entries: readonly MemoryEntry[]) {
    super();
  }

  protected within({ accountId, categories, from, to }: LogFilter): MemoryEntry[] {
    return this.entries
      .filter((entry) => accountId === null || entry.accountId === accountId)
      .filter((entry) => categories.length === 0 || categories.includes(entry.category))
      .filter((entry) => entry.loggedOn >= from && entry.loggedOn <= to)
      .sort((a, b) => inOrder(a.loggedOn, b.loggedOn));
  }

  async figures(filter: LogFilter): Promise<{ current: PeriodFigures; previous: PeriodFigures }> {
    return {
      current: figuresOf(this.within(filter)),
      previous: figuresOf(this.within({ ...filter, ...previousPeriod(filter) })),
    };
  }

  async asOf(filter: LogFilter): Promise<Date | null> {
    const times = this.within(filter).map(({ createdAt }) => createdAt.getTime());
    return times.length === 0 ? null : new Date(Math.max(...times));
  }

  async groups(filter: BucketedFilter): Promise<LogGroups> {
    const entries = this.within(filter);
    const by = <Key extends object>(keyOf: (entry: MemoryEntry) => Key) =>
      [...grouped(entries, (entry) => JSON.stringify(keyOf(entry))).values()].map((group) => ({
        ...keyOf(group[0] ?? never()),
        entries: group.length,
        kcal: knownSum(group, 'kcal'),
      }));
    const counts = <Key extends object>(keyOf: (entry: MemoryEntry) => Key) =>
      by(keyOf).map(({ kcal: _, ...count }) => count);
    return {
      buckets: by(({ loggedOn }) => ({ bucket: bucketOf(loggedOn, filter.bucket) })),
      categories: by(({ category }) => ({ category })),
      categoryWeeks: counts(({ loggedOn, category }) => ({ week: bucketOf(loggedOn, 'week'), category })),
      hours: counts(({ loggedOn, hour }) => ({ weekday: weekdayOf(loggedOn), hour })),
      meals: counts(({ loggedOn, meal }) => ({ weekday: weekdayOf(loggedOn), meal })),
    };
  }

  async topFoods(filter: LogFilter, top: number): Promise<FoodFigures[]> {
    return [...grouped(this.within(filter), ({ food }) => food)]
      .map(([food, group]) => ({
        food,
        entries: group.length,
        lastEaten: group.at(-1)?.loggedOn ?? never(),
        kcal: knownSum(group, 'kcal'),
      }))
      .sort((a, b) => b.entries - a.entries || Buffer.compare(Buffer.from(a.food), Buffer.from(b.food)))
      .slice(0, top);
  }

  async *rows(filter: LogFilter): AsyncGenerator<LogCell[][]> {
    const rows = this.within(filter).map((entry): LogCell[] => [
      entry.loggedOn,
      entry.hour,
      entry.meal,
      entry.food,
      entry.category,
      entry.quantity,
      entry.unit,
      ...NUTRIENTS.map((nutrient) => entry[nutrient] ?? null),
      entry.source,
      ...(filter.accountId === null ? [entry.accountId] : []),
    ]);
    for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3);
  }
}

function never(): never {
  throw new Error('a group is never empty');
}

function figuresOf(entries: readonly MemoryEntry[]): PeriodFigures {
  const people = grouped(entries, ({ accountId }) => accountId);
  const personDays = grouped(entries, ({ accountId, loggedOn }) => `${accountId} ${loggedOn}`);
  return {
    people: people.size,
    entries: entries.length,
    days: new Set(entries.map(({ loggedOn }) => loggedOn)).size,
    personDays: personDays.size,
    uniqueFoods: new Set(entries.map(({ food }) => food)).size,
    longestStreak: Math.max(0, ...[...people.values()].map(longestRun)),
    nutrients: NUTRIENTS.map((nutrient) => ({
      nutrient,
      sum: knownSum(entries, nutrient) ?? 0,
      entries: entries.filter((entry) => (entry[nutrient] ?? null) !== null).length,
      days: [...personDays.values()].filter((group) => knownSum(group, nutrient) !== null).length,
    })),
  };
}

/** @param entries of one person, by date */
function longestRun(entries: readonly MemoryEntry[]): number {
  let longest = 0;
  let run = 0;
  let last = '';
  for (const day of new Set(entries.map(({ loggedOn }) => loggedOn))) {
    run = last !== '' && addDays(last, 1) === day ? run + 1 : 1;
    longest = Math.max(longest, run);
    last = day;
  }
  return longest;
}
