import { DomainError, type Flaw } from '@pressroom/kernel';
import { z } from 'zod';
import { accountExportTemplate } from './account.export';
import type { ReportFormat, Template, TemplateLimits } from './define-template';
import { eventOrderTemplate } from './feedback.event-order';
import { foodLogTemplate } from './nutrition.food-log';
import { intakeTemplate } from './nutrition.intake';
import { weeklyDigestTemplate } from './nutrition.weekly-digest';
import { outlookTemplate } from './stores.outlook';
import { uptimeTemplate } from './stores.uptime';

/** Everything that can be made: a new template is a folder and a line here. */
export const catalogue: readonly Template[] = [
  accountExportTemplate,
  foodLogTemplate,
  intakeTemplate,
  weeklyDigestTemplate,
  eventOrderTemplate,
  uptimeTemplate,
  outlookTemplate,
];

const byName = new Map(catalogue.map((template) => [template.name, template]));

/** Templates that may be asked for by name and are listed nowhere. Only `loadTestTemplates` adds any. */
export function addUnlisted(templates: readonly Template[]): void {
  for (const template of templates) byName.set(template.name, template);
}

/** @throws DomainError `invalid` for a name that is not in the catalogue */
export function findTemplate(name: string): Template {
  const template = byName.get(name);
  if (template === undefined) throw unknownTemplate();
  return template;
}

/** Whether anyone may ask for a template of this name. */
export function isOrderable(name: string): boolean {
  const template = byName.get(name);
  return template !== undefined && !template.reserved;
}

/** As `findTemplate`, for doors that take any name. @throws DomainError `invalid` for a reserved template too */
export function findOrderable(name: string): Template {
  const template = findTemplate(name);
  if (template.reserved) throw unknownTemplate();
  return template;
}

export const NO_SUCH_TEMPLATE: Flaw = { pointer: '/template', detail: 'there is no such template' };

function unknownTemplate(): DomainError {
  return new DomainError('invalid', 'unknown_template', {
    detail: 'there is no such template',
    flaws: [NO_SUCH_TEMPLATE],
  });
}

/** A template as clients see it; `parameters` is a JSON Schema 2020-12. */
export interface TemplateView {
  name: string;
  version: string;
  title: string;
  description: string;
  formats: readonly ReportFormat[];
  parameters: Record<string, unknown>;
  limits: TemplateLimits;
}

function viewOf({ name, version, title, description, formats, parameters, limits }: Template): TemplateView {
  const schema = z.toJSONSchema(parameters, { io: 'input', target: 'draft-2020-12' });
  return { name, version, title, description, formats, parameters: { ...schema }, limits };
}

/** The whole catalogue, made once: schemas don't change while a process runs. */
export const catalogueView: readonly TemplateView[] = catalogue
  .filter(({ reserved }) => !reserved)
  .map(viewOf);
