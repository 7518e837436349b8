import { invalid } from '@pressroom/kernel';
import {
  BUCKETS,
  bucketFor,
  FOOD_CATEGORIES,
  localDate,
  MEAL_TYPES,
  type IntakeFilter,
} from '@pressroom/nutrition';
import { z } from 'zod';
import type { ReportContext } from '../define-template';
import { goalFields } from '../goals';
import { LONGEST_DAYS, settlePeriod } from '../periods';

export const DEFAULT_DAYS = 30;
export const MOST_FOODS = 100;
const MOST_NAMED_FOODS = 200;

const distinct = (list: readonly string[]): boolean => new Set(list).size === list.length;

export const parameters = z.strictObject({
  from: localDate.optional().describe('First day. Default: 29 days before `to`.'),
  to: localDate.optional().describe('Last day, included. Default: today in the time zone of the report.'),
  categories: z
    .array(z.enum(FOOD_CATEGORIES))
    .max(FOOD_CATEGORIES.length)
    .refine(distinct, 'names a category twice')
    .default([])
    .describe('Only these categories; empty: all. A filter of any kind switches targets off.'),
  meals: z
    .array(z.enum(MEAL_TYPES))
    .max(MEAL_TYPES.length)
    .refine(distinct, 'names a meal twice')
    .default([])
    .describe('Only these meals; empty: all.'),
  foods: z
    .array(z.string().min(1).max(100))
    .max(MOST_NAMED_FOODS)
    .refine(distinct, 'names a food twice')
    .default([])
    .describe('Only foods of exactly these names; empty: all.'),
  bucket: z
    .enum([...BUCKETS, 'auto'])
    .default('auto')
    .describe(
      'Step of the category chart. `auto`: days up to 92 days, weeks up to two years, months beyond.',
    ),
  compare: z.boolean().default(true).describe('Set against the period of equal length before.'),
  targets: z
    .enum(['goal', 'dri', 'none'])
    .default('goal')
    .describe('`goal`: the targets given here; `dri`: reference intakes, needs `sex` and `age`; or none.'),
  sex: z.enum(['female', 'male']).optional().describe('For reference intakes.'),
  age: z.int().min(19).max(120).optional().describe('Years; reference intakes here are for adults.'),
  ...goalFields,
  top: z.int().min(1).max(MOST_FOODS).default(15).describe('How many top foods.'),
});

export type IntakeParameters = z.output<typeof parameters>;

/** @throws DomainError `invalid` for an impossible period, or reference intakes of nobody */
export function resolve(asked: IntakeParameters, context: ReportContext): IntakeParameters {
  const period = settlePeriod(asked, context, { defaultDays: DEFAULT_DAYS, longestDays: LONGEST_DAYS });
  if (asked.targets === 'dri') {
    const absent = (['sex', 'age'] as const).filter((name) => asked[name] === undefined);
    if (absent.length > 0)
      throw invalid(
        absent.map((name) => ({ pointer: `/parameters/${name}`, detail: 'is needed for reference intakes' })),
      );
  }
  return { ...asked, ...period, bucket: asked.bucket === 'auto' ? bucketFor(period) : asked.bucket };
}

/** The filter of resolved parameters. @throws DomainError when they are not resolved */
export function filterOf(resolved: IntakeParameters, { accountId }: ReportContext): IntakeFilter {
  const { from, to, bucket, categories, meals, foods } = resolved;
  if (from === undefined || to === undefined || bucket === 'auto')
    throw invalid([{ pointer: '/parameters', detail: 'are not resolved' }]);
  return { accountId, from, to, bucket, categories, meals, foods };
}

/** Whether only part of the diary is looked at. */
export function isFiltered({ categories, meals, foods }: IntakeParameters): boolean {
  return categories.length > 0 || meals.length > 0 || foods.length > 0;
}
