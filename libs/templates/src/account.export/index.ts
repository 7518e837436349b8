import type { Column, ReportDocument, Section } from '@pressroom/document';
import type { Holding } from '@pressroom/people';
import { z } from 'zod';
import { defineTemplate, type ReportContext } from '../define-template';
import { HoldingsSource } from './source';

export { HoldingsSource };

export const ACCOUNT_EXPORT_TEMPLATE = 'account.export';
const VERSION = '1';
const TITLE = 'Everything held about you';

/** Numbers as they are: a format with digits would round what the person has a right to. */
function columnOf({ key, kind }: Holding['columns'][number]): Column {
  return { key, title: key, csvName: key, format: { kind: kind === 'boolean' ? 'boolean' : 'text' } };
}

function sectionOf({ key, title, about, columns, withheld, rows }: Holding): Section {
  const kept = Object.entries(withheld).map(([name, why]) => `${name}: ${why}`);
  return {
    key,
    title,
    blocks: [
      { kind: 'paragraph', text: about },
      ...(kept.length === 0
        ? []
        : [
            {
              kind: 'paragraph' as const,
              tone: 'note' as const,
              text: `Not in the files: ${kept.join('; ')}.`,
            },
          ]),
      { kind: 'table', key, title, tail: 'full', columns: columns.map(columnOf), rows },
    ],
  };
}

function layout(data: readonly Holding[], _parameters: unknown, context: ReportContext): ReportDocument {
  return {
    title: TITLE,
    language: 'en',
    timeZone: 'UTC',
    asOf: null,
    facts: [{ label: 'Asked for', value: context.requestedAt }],
    sections: data.map(sectionOf),
    template: { name: ACCOUNT_EXPORT_TEMPLATE, version: VERSION },
  };
}

/**
 * Reserved: the door `POST /api/user/me/export` alone orders it. Ordered like any other, it would let a key that may
 * only make reports read what its other scopes keep from it.
 */
export const accountExportTemplate = defineTemplate({
  name: ACCOUNT_EXPORT_TEMPLATE,
  version: VERSION,
  title: TITLE,
  description: 'A zip of JSON and CSV of every category that is held about the account, with a manifest.',
  formats: ['zip'],
  parameters: z.strictObject({}),
  limits: {},
  reserved: true,
  source: HoldingsSource,
  read: (source, _parameters, { accountId }) => Promise.resolve(source.holdings(accountId)),
  layout,
});
