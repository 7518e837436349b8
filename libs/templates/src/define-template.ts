import type { ReportDocument } from '@pressroom/document';
import { invalid } from '@pressroom/kernel';
import type { z } from 'zod';
import { flawsOf } from './flaws';

export const REPORT_FORMATS = ['xlsx', 'pdf', 'html', 'csv', 'json', 'zip'] as const;
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

/** `own`: a snapshot scoped to the account; `everyone`: one of system scope. */
export type Reach = 'own' | 'everyone';

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
  /** Ordered by a door of its own alone: not shown in the catalogue, unknown to `POST /api/reports`. */
  reserved?: boolean;
  source: SourcePort<Source>;
  /** Fills in defaults that depend on who asks and when (periods, zones), and refuses what this caller may not ask. Pure. @throws DomainError */
  resolve?(parameters: z.output<Schema>, context: ReportContext): z.output<Schema>;
  /** Whose rows the snapshot must show: the account's own (when left out) or everyone's. `resolve` has refused who may not. */
  reach?(parameters: z.output<Schema>): Reach;
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
  readonly reserved: boolean;
  readonly source: SourcePort<unknown>;
  /** @throws DomainError `invalid` with one flaw for each wrong place, pointers below `/parameters` */
  resolve(parameters: unknown, context: ReportContext): Record<string, unknown>;
  /** Whose rows the snapshot behind the source must show, for resolved parameters. */
  reach(parameters: Record<string, unknown>): Reach;
  /** Reads and lays out. `source` must be an instance bound to `this.source`; `parameters` are resolved ones. */
  compose(
    source: unknown,
    parameters: Record<string, unknown>,
    context: ReportContext,
  ): Promise<ReportDocument>;
}

/** Closes a definition over its inner types. */
export function defineTemplate<Source, Schema extends z.ZodType<Record<string, unknown>>, Data>(
  definition: TemplateDefinition<Source, Schema, Data>,
): Template {
  const parse = (parameters: unknown): z.output<Schema> => {
    const parsed = definition.parameters.safeParse(parameters);
    if (!parsed.success) throw invalid(flawsOf(parsed.error, '/parameters'), 'invalid_parameters');
    return parsed.data;
  };
  return {
    name: definition.name,
    version: definition.version,
    title: definition.title,
    description: definition.description,
    formats: definition.formats,
    parameters: definition.parameters,
    limits: definition.limits,
    reserved: definition.reserved ?? false,
    source: definition.source,
    resolve(parameters, context) {
      const parsed = parse(parameters ?? {});
      return definition.resolve?.(parsed, context) ?? parsed;
    },
    reach: (parameters) => definition.reach?.(parse(parameters)) ?? 'own',
    async compose(source, parameters, context) {
      if (!isBound<Source>(source))
        throw new TypeError(`${definition.name}: the source bound to ${definition.source.name} is no object`);
      const resolved = parse(parameters);
      const data = await definition.read(source, resolved, context);
      return definition.layout(data, resolved, context);
    },
  };
}

/** The app binds sources, where the compiler checks their shape; here only the binding itself can be missing. */
function isBound<Source>(source: unknown): source is Source {
  return typeof source === 'object' && source !== null;
}
