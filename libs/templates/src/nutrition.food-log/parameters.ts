import { DomainError, invalid } from '@pressroom/kernel';
import { BUCKETS, bucketFor, FOOD_CATEGORIES, localDate, type BucketedFilter } from '@pressroom/nutrition';
import { z } from 'zod';
import type { ReportContext } from '../define-template';
import { LONGEST_DAYS, settlePeriod } from '../periods';

export const DEFAULT_DAYS = 30;
export const MOST_FOODS = 100;

export const parameters = z.strictObject({
  from: localDate.optional().describe('First day. Default: 29 days before `to`.'),
  to: localDate.optional().describe('Last day, included. Default: today in the time zone of the report.'),
  categories: z
    .array(z.enum(FOOD_CATEGORIES))
    .max(FOOD_CATEGORIES.length)
    .refine((list) => new Set(list).size === list.length, 'names a category twice')
    .default([])
    .describe('Only these categories; empty: all.'),
  bucket: z
    .enum([...BUCKETS, 'auto'])
    .default('auto')
    .describe('Step of the trend. `auto`: days up to 92 days, weeks up to two years, months beyond.'),
  scope: z
    .enum(['me', 'everyone'])
    .default('me')
    .describe('Own entries, or those of all people (operators only).'),
  top: z.int().min(1).max(MOST_FOODS).default(10).describe('How many top foods.'),
});

export type FoodLogParameters = z.output<typeof parameters>;

/** Settles period and bucket. @throws DomainError `forbidden` for everyone's entries, `invalid` for an impossible period */
export function resolve(asked: FoodLogParameters, context: ReportContext): FoodLogParameters {
  if (asked.scope === 'everyone' && context.role !== 'operator')
    throw new DomainError('forbidden', 'operators_only', {
      detail: 'Only operators may report on everyone’s entries',
    });
  const period = settlePeriod(asked, context, { defaultDays: DEFAULT_DAYS, longestDays: LONGEST_DAYS });
  return { ...asked, ...period, bucket: asked.bucket === 'auto' ? bucketFor(period) : asked.bucket };
}

/** The filter of resolved parameters. @throws DomainError when they are not resolved */
export function filterOf(resolved: FoodLogParameters, context: ReportContext): BucketedFilter {
  const { from, to, bucket } = resolved;
  if (from === undefined || to === undefined || bucket === 'auto')
    throw invalid([{ pointer: '/parameters', detail: 'are not resolved' }]);
  return {
    from,
    to,
    bucket,
    categories: resolved.categories,
    accountId: resolved.scope === 'everyone' ? null : context.accountId,
  };
}
