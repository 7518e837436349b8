import {
  bucketOf,
  eachNutrient,
  medianOf,
  mondayOf,
  weekdayOf,
  type CategoryBucket,
  type CategoryIntake,
  type DayIntake,
  type FoodIntake,
  type HourEntries,
  type IntakeFilter,
  type LogCell,
  type MealIntake,
  type Nutrient,
  type NutrientAmounts,
  type TopIntake,
  type WeekVariety,
} from '@pressroom/nutrition';
import {
  grouped,
  knownSum,
  MemoryFoodLogSource,
  type MemoryEntry,
} from '../nutrition.food-log/memory-source';
import { IntakeSource } from './source';

const amountsOf = (entries: readonly MemoryEntry[]): NutrientAmounts =>
  eachNutrient((nutrient) => knownSum(entries, nutrient));

const energyOf = (entries: readonly MemoryEntry[]): number => knownSum(entries, 'kcal') ?? 0;

const PLANTS: readonly string[] = ['fruit', 'vegetable', 'grain'];

function mealOf({ meal, hour }: MemoryEntry): string | null {
  if (meal !== null || hour === null) return meal;
  return hour < 11 ? 'breakfast' : hour < 16 ? 'lunch' : 'dinner';
}

/** The plainest implementation of the port: a list and loops; for the example, and to test the SQL against. */
export class MemoryIntakeSource extends IntakeSource {
  constructor(private readonly entries: readonly MemoryEntry[]) {
    super();
  }

  private within(filter: IntakeFilter): MemoryEntry[] {
    const { accountId, from, to, categories, meals = [], foods = [] } = filter;
    return this.entries
      .filter((entry) => entry.accountId === accountId && entry.loggedOn >= from && entry.loggedOn <= to)
      .filter(({ category }) => categories.length === 0 || categories.includes(category))
      .filter(({ meal }) => meals.length === 0 || (meal !== null && meals.includes(meal)))
      .filter(({ food }) => foods.length === 0 || foods.includes(food))
      .sort((a, b) => (a.loggedOn < b.loggedOn ? -1 : a.loggedOn > b.loggedOn ? 1 : 0));
  }

  async days(filter: IntakeFilter): Promise<DayIntake[]> {
    return [...grouped(this.within(filter), ({ loggedOn }) => loggedOn)].map(([date, entries]) => {
      const hours = entries.flatMap(({ hour }) => hour ?? []);
      return {
        date,
        entries: entries.length,
        meals: new Set(entries.map(mealOf).filter((meal) => meal !== null)).size,
        amounts: amountsOf(entries),
        reach: eachNutrient((nutrient) => {
          const carrying = entries.filter((entry) => (entry[nutrient] ?? null) !== null);
          return nutrient === 'kcal' ? carrying.length : energyOf(carrying);
        }),
        firstHour: hours.length === 0 ? null : Math.min(...hours),
        lastHour: hours.length === 0 ? null : Math.max(...hours),
        timedKcal: energyOf(entries.filter(({ hour }) => hour !== null)),
        lateKcal: energyOf(entries.filter(({ hour }) => hour !== null && hour >= 20)),
      };
    });
  }

  async weeks(filter: IntakeFilter): Promise<WeekVariety[]> {
    return [...grouped(this.within(filter), ({ loggedOn }) => mondayOf(loggedOn))].map(([week, entries]) => ({
      week,
      foods: new Set(entries.map(({ food }) => food)).size,
      plants: new Set(entries.filter(({ category }) => PLANTS.includes(category)).map(({ food }) => food))
        .size,
    }));
  }

  async top(filter: IntakeFilter, top: number): Promise<TopIntake> {
    const foods = [...grouped(this.within(filter), ({ food }) => food)]
      .map(([food, entries]) => foodOf(food, entries))
      .sort((a, b) => Buffer.compare(Buffer.from(a.food), Buffer.from(b.food)));
    const most = (nutrient: Nutrient, count: number): FoodIntake[] =>
      foods
        .filter(({ amounts }) => (amounts[nutrient] ?? 0) > 0)
        .sort((a, b) => (b.amounts[nutrient] ?? 0) - (a.amounts[nutrient] ?? 0))
        .slice(0, count);
    return {
      byEntries: [...foods].sort((a, b) => b.entries - a.entries).slice(0, top),
      byEnergy: most('kcal', top),
      contributors: eachNutrient((nutrient) => most(nutrient, 5)),
      uniqueFoods: foods.length,
    };
  }

  async categories(filter: IntakeFilter): Promise<{ totals: CategoryIntake[]; buckets: CategoryBucket[] }> {
    const totals = [...grouped(this.within(filter), ({ category }) => category)].map(
      ([category, entries]) => {
        const weighed = entries.filter(({ unit, quantity }) => unit === 'g' && quantity !== null);
        return {
          category,
          entries: entries.length,
          grams:
            weighed.length === 0 ? null : weighed.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0),
          kcal: knownSum(entries, 'kcal'),
          foods: new Set(entries.map(({ food }) => food)).size,
        };
      },
    );
    const dated = grouped(this.within(filter), ({ loggedOn }) => bucketOf(loggedOn, filter.bucket));
    const buckets = [...dated].flatMap(([bucket, inside]) =>
      [...grouped(inside, ({ category }) => category)].map(([category, entries]) => ({
        bucket,
        category,
        entries: entries.length,
        kcal: knownSum(entries, 'kcal'),
      })),
    );
    return { totals, buckets };
  }

  async meals(filter: IntakeFilter): Promise<MealIntake[]> {
    return [...grouped(this.within(filter), ({ meal }) => meal)].map(([meal, entries]) => ({
      meal,
      entries: entries.length,
      days: new Set(entries.map(({ loggedOn }) => loggedOn)).size,
      amounts: amountsOf(entries),
      hour: medianOf(entries.flatMap(({ hour }) => hour ?? [])),
    }));
  }

  async hours(filter: IntakeFilter): Promise<HourEntries[]> {
    const timed = this.within(filter).flatMap(({ loggedOn, hour }) =>
      hour === null ? [] : [{ weekday: weekdayOf(loggedOn), hour }],
    );
    return [...grouped(timed, ({ weekday, hour }) => weekday * 24 + hour).values()].flatMap((cells) =>
      cells.slice(0, 1).map((cell) => ({ ...cell, entries: cells.length })),
    );
  }

  async asOf(filter: IntakeFilter): Promise<Date | null> {
    const times = this.within(filter).map(({ createdAt }) => createdAt.getTime());
    return times.length === 0 ? null : new Date(Math.max(...times));
  }

  async *rows(filter: IntakeFilter): AsyncGenerator<LogCell[][]> {
    const wanted = new MemoryFoodLogSource(this.within(filter));
    yield* wanted.rows(filter);
  }
}

function foodOf(food: string, entries: readonly MemoryEntry[]): FoodIntake {
  const measured = entries.filter(({ unit, quantity }) => unit !== null && quantity !== null);
  const units = [...new Set(entries.flatMap(({ unit }) => unit ?? []))];
  const [unit = null] = units.length === 1 ? units : [];
  return {
    food,
    entries: entries.length,
    lastEaten: entries.at(-1)?.loggedOn ?? '',
    amounts: amountsOf(entries),
    portion:
      unit === null || measured.length === 0
        ? null
        : measured.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0) / measured.length,
    unit,
  };
}
