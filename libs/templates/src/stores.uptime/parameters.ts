import { invalid } from '@pressroom/kernel';
import { DAY, POLICIES, readInstant, type Window } from '@pressroom/stores';
import { z } from 'zod';

export const MOST_STORES = 1000;
export const LONGEST_DAYS = 366;
export const MOST_WORST = 100;

/** An instant as polls have it. */
const instant = z
  .string()
  .max(40)
  .refine(
    (text) => readInstant(text) !== null,
    'must be an instant such as 2023-01-25T18:13:22.47922Z; without an offset it is UTC',
  )
  .meta({ format: 'date-time' });

export const asOf = instant
  .optional()
  .describe('Now: polls after it are ignored. Default: the newest poll of all stores.');

export const stores = z
  .array(z.string().min(1).max(100))
  .max(MOST_STORES)
  .refine((list) => new Set(list).size === list.length, 'names a store twice')
  .default([])
  .describe('Only these stores; empty: all. Now stays the newest poll of all.');

export const parameters = z.strictObject({
  asOf,
  policy: z
    .enum(POLICIES)
    .default('opening')
    .describe(
      'How polls speak for the time between them. `opening`: those within an opening speak for it; `carry`: each holds until the next, whatever the openings; `nearest`: each instant takes the nearest.',
    ),
  stores,
  from: instant.optional().describe('Begin of a window of your own, besides hour, day and week. Needs `to`.'),
  to: instant.optional().describe('End of that window, not included; time after now does not count.'),
  worst: z.int().min(1).max(MOST_WORST).default(20).describe('How many stores the list of the worst names.'),
});

export type UptimeParameters = z.output<typeof parameters>;

/** @throws DomainError `invalid` for half a window, a backward or too long one */
export function resolve(asked: UptimeParameters): UptimeParameters {
  const window = windowOf(asked);
  if (window === null && (asked.from ?? asked.to) !== undefined) {
    const lacking = asked.from === undefined ? 'from' : 'to';
    throw invalid([{ pointer: `/parameters/${lacking}`, detail: 'a window has both from and to' }]);
  }
  if (window !== null && window.from >= window.to)
    throw invalid([{ pointer: '/parameters/from', detail: 'must be before to' }]);
  if (window !== null && window.to - window.from > LONGEST_DAYS * DAY)
    throw invalid([
      { pointer: '/parameters/from', detail: `must lie at most ${LONGEST_DAYS} days before to` },
    ]);
  return asked;
}

/** The window of the caller's own; null when none was asked for. */
export function windowOf({ from, to }: Pick<UptimeParameters, 'from' | 'to'>): Window | null {
  if (from === undefined || to === undefined) return null;
  const [begin, end] = [readInstant(from), readInstant(to)];
  return begin === null || end === null ? null : { from: begin, to: end };
}

export function asOfOf({ asOf }: Pick<UptimeParameters, 'asOf'>): number | null {
  return asOf === undefined ? null : readInstant(asOf);
}
