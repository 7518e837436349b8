import { addDays } from '@pressroom/kernel';
import { localDate, mondayOf } from '@pressroom/nutrition';
import { z } from 'zod';
import type { ReportContext } from '../define-template';
import { goalFields } from '../goals';
import { todayOf } from '../periods';

export const parameters = z.strictObject({
  week: localDate
    .optional()
    .describe('Any day of the ISO week (Monday to Sunday). Default: the last week that is over.'),
  ...goalFields,
});

export type DigestParameters = z.output<typeof parameters>;

/** Names the week by its Monday. */
export function resolve(asked: DigestParameters, context: ReportContext): DigestParameters {
  return { ...asked, week: mondayOf(asked.week ?? addDays(todayOf(context), -7)) };
}
