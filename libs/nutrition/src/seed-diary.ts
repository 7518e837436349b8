import { addDays } from '@pressroom/kernel';
import { weekdayOf } from './buckets';
import type { MealType } from './food-log';
import { SEED_FOODS, type SeedFood } from './seed-foods';

/** One generated entry: the food, and how much of its serving; nutrients are known for half of the entries. */
export interface SeedEntry {
  person: number;
  loggedOn: string;
  /** RFC 3339 in UTC; null when only the day is known. */
  loggedAt: string | null;
  mealType: MealType | null;
  food: SeedFood;
  servings: number;
  withNutrients: boolean;
}

export interface SeedOptions {
  /** People; the first is the one who shows the reports. */
  people: number;
  /** Entries of all people together, exactly. */
  logs: number;
  /** The same seed and options give the same diary. */
  seed: number;
  /** Last local date of the diary. */
  until: string;
}

type Random = () => number;

/** mulberry32: small, fast and the same everywhere; 0 to below 1. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const A_DAY = 4.2;
const LONGEST_DIARY_DAYS = 1500;
const MISSING_DAY = 0.1;
/** Nutrients are known for whole days (the days of counting), on nine in ten entries. */
const COUNTED_ENTRY = 0.9;
const COUNTED_DAY = 0.53;
/** The first person counts on most days and logs everything. */
const FIRST = { countedDay: 0.85, days: 54, mostADay: 8 };
const TIMED_SHARE = 0.9;

/** Meal, its share of the entries, the hours at which it is eaten, and the servings of a food. */
const MEALS: readonly {
  meal: MealType;
  letter: string;
  share: number;
  hours: readonly number[];
  servings: readonly number[];
}[] = [
  {
    meal: 'breakfast',
    letter: 'b',
    share: 0.26,
    hours: [6, 7, 7, 7, 8, 8, 9],
    servings: [0.5, 1, 1, 1, 1.5],
  },
  { meal: 'lunch', letter: 'l', share: 0.27, hours: [11, 12, 12, 12, 13, 13, 14], servings: [1, 1, 1.5, 2] },
  {
    meal: 'dinner',
    letter: 'd',
    share: 0.28,
    hours: [17, 18, 18, 19, 19, 20, 21],
    servings: [1, 1, 1.5, 1.5, 2],
  },
  {
    meal: 'snack',
    letter: 's',
    share: 0.19,
    hours: [10, 10, 15, 15, 16, 16, 21, 22],
    servings: [0.5, 1, 1, 2],
  },
];

interface Menu {
  foods: SeedFood[];
  /** Running sums of Zipf weights. */
  sums: number[];
}

/** A person's favourites at a meal: everyone's order, shaken; the n-th is chosen in proportion to 1/n. */
function menuOf(letter: string, random: Random): Menu {
  const foods = SEED_FOODS.map((food, rank) => ({ food, taste: (rank + 4) * (0.3 + random()) }))
    .filter(({ food }) => food[2].includes(letter))
    .sort((a, b) => a.taste - b.taste)
    .map(({ food }) => food);
  let sum = 0;
  return { foods, sums: foods.map((_, rank) => (sum += 1 / (rank + 1))) };
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function chooseFood({ foods, sums }: Menu, random: Random): SeedFood {
  const target = random() * (sums.at(-1) ?? 0);
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return foods[low] ?? pick(foods, random);
}

function chooseMeal(random: Random, morningOnly: boolean): (typeof MEALS)[number] {
  let rest = morningOnly ? 0 : random();
  const meal = MEALS.find(({ share }) => (rest -= share) < 0);
  return meal ?? pick(MEALS, random);
}

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * The first person logs about one entry in twelve, over two months up to the last day; the others begin and stop at
 * other times.
 * Within a diary one day in ten is missing, more often at weekends, when breakfast is later and entries are fewer.
 */
export function* generateDiary({ people, logs, seed, until }: SeedOptions): Generator<SeedEntry> {
  const random = randomOf(seed);
  const quotas = quotasOf(people, logs, random);
  for (const [person, quota] of quotas.entries()) {
    const start = person === 0 ? 0 : Math.floor(random() ** 2 * 45);
    yield* diaryOf({ person, quota, last: addDays(until, -start), until }, random);
  }
}

function quotasOf(people: number, logs: number, random: Random): number[] {
  const first = people === 1 ? logs : Math.max(Math.ceil(logs / people), Math.round(logs / 12));
  const zeal = Array.from({ length: people - 1 }, () => 0.3 + random());
  const total = zeal.reduce((sum, value) => sum + value, 0);
  const quotas = [Math.min(first, logs)];
  let rest = logs - Math.min(first, logs);
  let left = total;
  for (const value of zeal) {
    const quota = Math.round((rest * value) / left);
    quotas.push(quota);
    rest -= quota;
    left -= value;
  }
  return quotas;
}

interface Diary {
  person: number;
  quota: number;
  last: string;
  until: string;
}

function* diaryOf({ person, quota, last, until }: Diary, random: Random): Generator<SeedEntry> {
  const menus = new Map(MEALS.map(({ meal, letter }) => [meal, menuOf(letter, random)]));
  const first = person === 0;
  const zeal = first ? Math.min(FIRST.mostADay, quota / FIRST.days) : 0;
  const aDay = Math.max(A_DAY, zeal, quota / (LONGEST_DIARY_DAYS * (1 - MISSING_DAY)));
  let rest = quota;
  for (let back = 0; rest > 0; back++) {
    const loggedOn = addDays(last, -back);
    const weekend = weekdayOf(loggedOn) > 5;
    if (back > 0 && random() < MISSING_DAY * (weekend ? 1.5 : 0.8)) continue;
    const counted = random() < (first ? FIRST.countedDay : COUNTED_DAY);
    // The last day of all is still running: only its breakfast is known.
    const running = loggedOn === until;
    const wanted = running ? 2 : Math.round(aDay * (weekend ? 0.85 : 1.06) * (0.6 + 0.8 * random()));
    for (let at = 0, count = Math.min(rest, Math.max(1, wanted)); at < count; at++, rest--) {
      const { meal, hours, servings } = chooseMeal(random, running);
      const hour = pick(hours, random) + (weekend && meal === 'breakfast' ? 1 : 0);
      const menu = menus.get(meal);
      if (menu === undefined) throw new RangeError(`no menu for ${meal}`);
      const timed = random() < TIMED_SHARE;
      yield {
        person,
        loggedOn,
        loggedAt: timed ? `${loggedOn}T${two(hour)}:${two(Math.floor(random() * 60))}:00Z` : null,
        mealType: random() < 0.95 ? meal : null,
        food: chooseFood(menu, random),
        servings: pick(servings, random),
        withNutrients: counted && random() < COUNTED_ENTRY,
      };
    }
  }
}
