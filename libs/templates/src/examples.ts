import { accountExportExample } from './account.export/example';
import { eventOrderExample } from './feedback.event-order/example';
import { foodLogExample } from './nutrition.food-log/example';
import { intakeExample } from './nutrition.intake/example';
import { weeklyDigestExample } from './nutrition.weekly-digest/example';
import { outlookExample } from './stores.outlook/example';
import { uptimeExample } from './stores.uptime/example';
import type { TemplateExample } from './template-example';

export type { TemplateExample };

/** At least one for every template of the catalogue. */
export const examples: readonly TemplateExample[] = [
  accountExportExample,
  foodLogExample,
  intakeExample,
  weeklyDigestExample,
  eventOrderExample,
  uptimeExample,
  outlookExample,
];
