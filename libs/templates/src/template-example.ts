import type { ReportContext } from './define-template';

/** A template's example: awkward values in memory, so that every format can be read back and compared. For tests. */
export interface TemplateExample {
  template: string;
  /** Implements the template's port. */
  source: unknown;
  /** As a client would send them. */
  parameters: Record<string, unknown>;
  context: ReportContext;
}
