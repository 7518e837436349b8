import { POLICIES, STEPS } from '@pressroom/stores';
import { z } from 'zod';
import { asOf, stores } from '../stores.uptime/parameters';

export const LONGEST_DAYS = 366;
export const MOST_LISTED = 100;
export const MOST_STEPS = 168;

export const parameters = z.strictObject({
  asOf,
  policy: z
    .enum(POLICIES)
    .default('opening')
    .describe('How polls speak for the time between them, as in the uptime report.'),
  stores,
  days: z
    .int()
    .min(1)
    .max(LONGEST_DAYS)
    .default(28)
    .describe('How many days before now are looked at. Of hours never more than 28 days.'),
  step: z
    .enum(['auto', ...STEPS])
    .default('auto')
    .describe(
      'Steps of time. `auto`: days when there are 24 whole ones, else hours. Days are those of the report’s time zone.',
    ),
  horizon: z
    .int()
    .min(1)
    .max(MOST_STEPS)
    .optional()
    .describe('Steps to forecast, at most a third of the history. Default: one season, 24 hours or 7 days.'),
  level: z
    .number()
    .min(0.5)
    .max(0.95)
    .default(0.8)
    .describe('Share of values that the band of the forecast is meant to hold.'),
  threshold: z
    .number()
    .min(3)
    .max(10)
    .default(5)
    .describe('Robust standard deviations from which a step is an anomaly.'),
  list: z.int().min(1).max(MOST_LISTED).default(20).describe('How many stores that stand out are listed.'),
});

export type OutlookParameters = z.output<typeof parameters>;
