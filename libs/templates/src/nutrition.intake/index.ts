import { addDays } from '@pressroom/kernel';
import { daysIn, previousPeriod } from '@pressroom/nutrition';
import { defineTemplate, type ReportContext } from '../define-template';
import { LONGEST_DAYS } from '../periods';
import type { IntakeData } from './frame';
import { layout } from './layout';
import { NAME, TITLE, VERSION } from './names';
import { filterOf, MOST_FOODS, parameters, resolve, type IntakeParameters } from './parameters';
import { IntakeSource } from './source';

export { IntakeSource };

/** The 28-day average of the first day needs the 27 days before. */
const LOOK_BACK_DAYS = 27;

async function read(
  source: IntakeSource,
  asked: IntakeParameters,
  context: ReportContext,
): Promise<IntakeData> {
  const filter = filterOf(asked, context);
  const back = Math.max(daysIn(filter), LOOK_BACK_DAYS);
  return {
    filter,
    previous: previousPeriod(filter),
    days: await source.days({ ...filter, from: addDays(filter.from, -back) }),
    weeks: await source.weeks(filter),
    top: await source.top(filter, asked.top),
    categories: await source.categories(filter),
    meals: await source.meals(filter),
    hours: await source.hours(filter),
    asOf: await source.asOf(filter),
    rows: source.rows(filter),
  };
}

/** Energy and nutrients of one person: trends, macros, reference intakes, what made them, and when. */
export const intakeTemplate = defineTemplate({
  name: NAME,
  version: VERSION,
  title: TITLE,
  description:
    'Energy and nutrients for logs that carry them: daily, weekly and monthly trends, macros, reference intakes, top items, categories, heat maps, meals and the raw log, with definitions.',
  formats: ['xlsx', 'pdf', 'html', 'csv', 'json'],
  parameters,
  limits: { periodDays: LONGEST_DAYS, topFoods: MOST_FOODS },
  source: IntakeSource,
  resolve,
  read,
  layout,
});
