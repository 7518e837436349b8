import { AWKWARD_ENTRIES, EXAMPLE_ACCOUNT } from '../awkward-entries';
import type { TemplateExample } from '../template-example';
import { MemoryFoodLogSource } from './memory-source';

/** A leap day, a previous period with one entry, and every awkward text as a food. */
export const foodLogExample: TemplateExample = {
  template: 'nutrition.food-log',
  source: new MemoryFoodLogSource(AWKWARD_ENTRIES),
  parameters: { from: '2024-02-26', to: '2024-03-10' },
  context: {
    accountId: EXAMPLE_ACCOUNT,
    role: 'member',
    locale: 'en',
    timeZone: 'America/Los_Angeles',
    requestedAt: '2024-03-10T09:59:59.000Z',
  },
};
