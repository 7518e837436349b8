import type { ReportDocument } from '@pressroom/document';
import type { ReportContext } from '../define-template';
import { byCategorySection } from './by-category-section';
import type { FoodLogData } from './data';
import { habitsSection } from './habits-section';
import { logSection } from './log-section';
import { summarySection } from './summary-section';
import { topFoodsSection } from './top-foods-section';
import { trendsSection } from './trends-section';

export const NAME = 'nutrition.food-log';
export const VERSION = '1';
export const TITLE = 'Food log';

export function layout(data: FoodLogData, context: ReportContext): ReportDocument {
  const { filter, previous } = data;
  return {
    title: TITLE,
    subtitle: `${filter.from} to ${filter.to}`,
    language: 'en',
    timeZone: context.timeZone,
    asOf: data.asOf,
    facts: [
      { label: 'Period', value: `${filter.from} to ${filter.to}` },
      { label: 'Compared with', value: `${previous.from} to ${previous.to}` },
      { label: 'Entries of', value: filter.accountId === null ? 'everyone' : 'one person' },
      { label: 'Categories', value: filter.categories.length === 0 ? 'all' : filter.categories.join(', ') },
      { label: 'Trend by', value: filter.bucket },
      { label: 'Time zone', value: context.timeZone },
    ],
    sections: [
      summarySection(data),
      trendsSection(data),
      topFoodsSection(data),
      byCategorySection(data),
      habitsSection(data),
      logSection(data),
    ],
    template: { name: NAME, version: VERSION },
  };
}
