import type { ReportDocument } from '@pressroom/document';
import type { z } from 'zod';

export const REPORT_FORMATS = ['xlsx', 'pdf', 'html', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Who asks, and in which language and zone the document speaks. JSON-safe: it is stored with the report. */
export interface ReportContext {
  accountId: string;
  role: 'member' | 'operator';
  locale: string;
  timeZone: string;
  /** When the report was asked for: the "today" of default periods. ISO instant. */
  requestedAt: string;
}

export interface TemplateLimits {
  /** Seconds an execution may take, when the template needs another limit than the service's. */
  seconds?: number;
  /** Longest period in days, most sections and the like: published in the catalogue. */
  [name: string]: number | undefined;
}

/** An abstract class: the port a template reads through, and its DI token. The app binds a domain's reader to it. */
export type SourcePort<Source> = abstract new (...args: never[]) => Source;

export interface TemplateDefinition<Source, Schema extends z.ZodType, Data> {
  /** Stored with every report: never renamed. `domain.noun`. */
  name: string;
  /** Raised when the same data and parameters would give another document. */
  version: string;
  title: string;
  description: string;
  formats: readonly ReportFormat[];
  /** JSON-safe after parsing. */
  parameters: Schema;
  limits: TemplateLimits;
  source: SourcePort<Source>;
  /** Fills in defaults that depend on who asks and when (periods, zones), and refuses what this caller may not ask. Pure. @throws DomainError */
  resolve?(parameters: z.output<Schema>, context: ReportContext): z.output<Schema>;
  /** All SQL happens here and in the row batches it returns, within one snapshot. */
  read(source: Source, parameters: z.output<Schema>, context: ReportContext): Promise<Data>;
  /** Pure: what is said, in what order. */
  layout(data: Data, parameters: z.output<Schema>, context: ReportContext): ReportDocument;
}

/** A template with its inner types closed over: what the catalogue holds and the worker runs. */
export interface Template {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly formats: readonly ReportFormat[];
  readonly parameters: z.ZodType;
  readonly limits: TemplateLimits;
  readonly source: SourcePort<unknown>;
  /** @throws DomainError `invalid` with one flaw for each wrong place, pointers below `/parameters` */
  resolve(parameters: unknown, context: ReportContext): Record<string, unknown>;
  /** Reads and lays out. `source` must be an instance bound to `this.source`; `parameters` are resolved ones. */
  compose(source: unknown, parameters: Record<string, unknown>, context: ReportContext): Promise<ReportDocument>;
}
