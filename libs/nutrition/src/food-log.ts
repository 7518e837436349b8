import { isLocalDate, isTimeZone, textFault } from '@pressroom/kernel';
import { z } from 'zod';

export const FOOD_CATEGORIES = [
  'fruit',
  'vegetable',
  'dairy',
  'protein',
  'grain',
  'beverage',
  'snack',
  'other',
] as const;
export type FoodCategory = (typeof FOOD_CATEGORIES)[number];

export const MEAL_TYPES = ['breakfast', 'lunch', 'dinner', 'snack'] as const;
export type MealType = (typeof MEAL_TYPES)[number];

/** The nutrients an entry may carry, each for the whole entry: energy in kcal, sodium in mg, the others in g. */
export const NUTRIENTS = ['kcal', 'proteinG', 'carbsG', 'fatG', 'fibreG', 'sugarG', 'sodiumMg'] as const;
export type Nutrient = (typeof NUTRIENTS)[number];

/** What nobody eats in one entry: larger figures are slips of the keyboard or another unit. */
export const MOST = { kcal: 50_000, grams: 10_000, sodiumMg: 200_000, quantity: 1_000_000 } as const;

/** One thing eaten or drunk, as clients see it. `loggedOn` is the person's local date, `loggedAt` an instant. */
export interface FoodLogView {
  id: string;
  foodName: string;
  category: FoodCategory;
  loggedOn: string;
  loggedAt: string | null;
  mealType: MealType | null;
  quantity: number | null;
  unit: string | null;
  kcal: number | null;
  proteinG: number | null;
  carbsG: number | null;
  fatG: number | null;
  fibreG: number | null;
  sugarG: number | null;
  sodiumMg: number | null;
  source: string;
  createdAt: string;
}

const storable = (text: string, context: z.RefinementCtx<string>): void => {
  const fault = textFault(text);
  if (fault !== null) context.addIssue({ code: 'custom', message: fault });
};

/** Trimmed text of `min` to `max` characters (code points, as PostgreSQL counts them). */
const words = (min: number, max: number) =>
  z
    .string()
    .trim()
    .superRefine(storable)
    .refine((text) => [...text].length >= min, `must have at least ${min} character`)
    .refine((text) => [...text].length <= max, `must have at most ${max} characters`)
    .meta({ minLength: min, maxLength: max });

const amount = (most: number) => z.number().min(0).max(most);

const EARLIEST = '1900-01-01';
const LATEST = '2199-12-31';

/** A calendar date of the person's zone, `YYYY-MM-DD`, 1900 to 2199. */
export const localDate = z
  .string()
  .refine(isLocalDate, 'must be an existing date written YYYY-MM-DD')
  .refine((date) => !isLocalDate(date) || (date >= EARLIEST && date <= LATEST), 'must lie in 1900 to 2199')
  .meta({ format: 'date' });

/** Where the person was: used once, to find the hour of the day, and not kept. */
const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone name');

const optionalFields = {
  loggedAt: z.iso.datetime({ offset: true, error: 'must be an RFC 3339 time with its offset' }).nullish(),
  mealType: z.enum(MEAL_TYPES).nullish(),
  quantity: amount(MOST.quantity).nullish(),
  unit: words(1, 30).nullish(),
  kcal: amount(MOST.kcal).nullish(),
  proteinG: amount(MOST.grams).nullish(),
  carbsG: amount(MOST.grams).nullish(),
  fatG: amount(MOST.grams).nullish(),
  fibreG: amount(MOST.grams).nullish(),
  sugarG: amount(MOST.grams).nullish(),
  sodiumMg: amount(MOST.sodiumMg).nullish(),
};

/**
 * A new entry. The plainest is a name, a category and a date. `timeZone` says where `loggedAt` was; without it the
 * written offset counts as the person's clock.
 */
export const newFoodLog = z.strictObject({
  foodName: words(1, 100),
  category: z.enum(FOOD_CATEGORIES),
  loggedOn: localDate,
  timeZone: timeZone.optional(),
  ...optionalFields,
});
export type NewFoodLog = z.output<typeof newFoodLog>;

export const MOST_AT_ONCE = 1000;

/** What a client may send: one entry or 1 to 1,000 of them. For the OpenAPI document; `newFoodLogs` parses. */
export const newFoodLogList = z.array(newFoodLog).min(1).max(MOST_AT_ONCE);

const unknownFields = ({ path, keys }: { path: PropertyKey[]; keys: string[] }) =>
  keys.map((key) => ({ path: [...path, key], message: 'is not a known field' }));

/** One entry or a list of them. A plain union would answer a wrong entry without saying where it is wrong. */
export const newFoodLogs = z.unknown().transform((body, context): NewFoodLog | NewFoodLog[] => {
  const parsed = Array.isArray(body) ? newFoodLogList.safeParse(body) : newFoodLog.safeParse(body);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    for (const { path, message } of issue.code === 'unrecognized_keys' ? unknownFields(issue) : [issue])
      context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

/** A change: fields left out stay, null clears an optional one. At least one field. */
export const foodLogPatch = z
  .strictObject({
    foodName: words(1, 100).optional(),
    category: z.enum(FOOD_CATEGORIES).optional(),
    loggedOn: localDate.optional(),
    timeZone: timeZone.optional(),
    ...optionalFields,
  })
  .refine((patch) => Object.keys(patch).some((key) => key !== 'timeZone'), 'names nothing to change');
export type FoodLogPatch = z.output<typeof foodLogPatch>;

/** Query of the list, straight from a URL: all texts. */
export const foodLogQuery = z
  .strictObject({
    from: localDate.optional(),
    to: localDate.optional(),
    category: z.enum(FOOD_CATEGORIES).optional(),
    limit: z
      .string()
      .regex(/^\d{1,9}$/, 'must be a whole number')
      .transform(Number)
      .pipe(z.int().min(1).max(200))
      .default(50),
    cursor: z.string().max(300).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'must not be before from',
  });
export type FoodLogQuery = z.output<typeof foodLogQuery>;
