import { previousPeriod } from '@pressroom/nutrition';
import { defineTemplate, type ReportContext } from '../define-template';
import { LONGEST_DAYS } from '../periods';
import type { FoodLogData } from './data';
import { layout, NAME, TITLE, VERSION } from './layout';
import { filterOf, MOST_FOODS, parameters, resolve, type FoodLogParameters } from './parameters';
import { FoodLogSource } from './source';

export { FoodLogSource };

async function read(
  source: FoodLogSource,
  asked: FoodLogParameters,
  context: ReportContext,
): Promise<FoodLogData> {
  const filter = filterOf(asked, context);
  return {
    filter,
    previous: previousPeriod(filter),
    figures: await source.figures(filter),
    groups: await source.groups(filter),
    topFoods: await source.topFoods(filter, asked.top),
    asOf: await source.asOf(filter),
    rows: source.rows(filter),
  };
}

/** What was eaten in a period: summary, trends, top foods, categories, habits and the log itself. */
export const foodLogTemplate = defineTemplate({
  name: NAME,
  version: VERSION,
  title: TITLE,
  description:
    'What was logged in a period: summary against the period before, trends, top foods, categories, habits and the raw log.',
  formats: ['xlsx', 'pdf', 'html', 'csv', 'json'],
  parameters,
  limits: { periodDays: LONGEST_DAYS, topFoods: MOST_FOODS },
  source: FoodLogSource,
  resolve,
  reach: ({ scope }) => (scope === 'everyone' ? 'everyone' : 'own'),
  read,
  layout: (data, _, context) => layout(data, context),
});
