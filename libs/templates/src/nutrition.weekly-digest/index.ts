import { addDays, invalid } from '@pressroom/kernel';
import type { BucketedFilter } from '@pressroom/nutrition';
import { defineTemplate, type ReportContext } from '../define-template';
import { layout, NAME, TITLE, VERSION, type DigestData } from './layout';
import { parameters, resolve, type DigestParameters } from './parameters';
import { WeekSource } from './source';

export { WeekSource };

const TOP = 5;

async function read(
  source: WeekSource,
  { week }: DigestParameters,
  { accountId }: ReportContext,
): Promise<DigestData> {
  if (week === undefined) throw invalid([{ pointer: '/parameters', detail: 'are not resolved' }]);
  const filter: BucketedFilter = {
    accountId,
    categories: [],
    from: week,
    to: addDays(week, 6),
    bucket: 'day',
  };
  return {
    filter,
    figures: await source.figures(filter),
    groups: await source.groups(filter),
    topFoods: await source.topFoods(filter, TOP),
    asOf: await source.asOf(filter),
  };
}

/** One page about one ISO week, to be read at breakfast. */
export const weeklyDigestTemplate = defineTemplate({
  name: NAME,
  version: VERSION,
  title: TITLE,
  description:
    'One page about a week: days logged, intake against the goal and the week before, top five foods.',
  formats: ['pdf', 'html'],
  parameters,
  limits: {},
  source: WeekSource,
  resolve,
  read,
  layout,
});
