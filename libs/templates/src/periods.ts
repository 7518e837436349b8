import { addDays, invalid, localDateIn } from '@pressroom/kernel';
import { daysIn, type Period } from '@pressroom/nutrition';
import type { ReportContext } from './define-template';

/** Ten years, leap days included. */
export const LONGEST_DAYS = 3653;

export interface PeriodRules {
  /** Length of the period when an end is not given. */
  defaultDays: number;
  longestDays: number;
}

/** Today where the report speaks from, at the moment it was asked for. */
export function todayOf(context: ReportContext): string {
  return localDateIn(context.timeZone, new Date(context.requestedAt));
}

/**
 * Fills in missing ends: `to` is today (or, when `from` lies in the future, the default length after it),
 * `from` lies the default length before `to`.
 * @throws DomainError `invalid` when the period is backwards or too long
 */
export function settlePeriod(
  asked: { from?: string | undefined; to?: string | undefined },
  context: ReportContext,
  { defaultDays, longestDays }: PeriodRules,
): Period {
  const today = todayOf(context);
  const to =
    asked.to ??
    (asked.from !== undefined && asked.from > today ? addDays(asked.from, defaultDays - 1) : today);
  const from = asked.from ?? addDays(to, 1 - defaultDays);
  if (from > to) throw invalid([{ pointer: '/parameters/from', detail: 'must not be after to' }]);
  const period = { from, to };
  if (daysIn(period) > longestDays)
    throw invalid([
      { pointer: '/parameters/from', detail: `must lie at most ${longestDays} days before to` },
    ]);
  return period;
}
