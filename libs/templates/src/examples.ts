import type { ReportContext } from './define-template';
import { eventOrderExample } from './feedback.event-order/example';
import { foodLogExample } from './nutrition.food-log/example';
import { intakeExample } from './nutrition.intake/example';
import { weeklyDigestExample } from './nutrition.weekly-digest/example';

/** A template's example: awkward values in memory, so that every format can be read back and compared. For tests. */
export interface TemplateExample {
  template: string;
  /** Implements the template's port. */
  source: unknown;
  /** As a client would send them. */
  parameters: Record<string, unknown>;
  context: ReportContext;
}

/** At least one for every template of the catalogue. */
export const examples: readonly TemplateExample[] = [
  foodLogExample,
  intakeExample,
  weeklyDigestExample,
  eventOrderExample,
];
