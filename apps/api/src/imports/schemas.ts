import { IMPORT_PHASES, IMPORT_STATUSES } from '@pressroom/imports';
import { z } from 'zod';
import type { Description } from '../http';

const counts = {
  rowsRead: z.int().describe('Records after the header; blank lines do not count.'),
  rowsKept: z.int(),
  rowsKnown: z.int().describe('Already there.'),
  rowsRefused: z.int(),
  refusedUrl: z
    .url()
    .optional()
    .describe('The refused rows as they came, with `_row`, `_column` and `_reason`. Lives 300 s.'),
  seconds: z.number(),
  rowsPerSecond: z.int(),
  notes: z.array(z.string()),
};

const fileReceipt = z.object({ name: z.string(), kind: z.string(), ...counts });

export const importResource = z.object({
  id: z.uuid(),
  status: z.enum(IMPORT_STATUSES),
  progress: z.object({
    phase: z
      .enum(['waiting', ...IMPORT_PHASES])
      .nullable()
      .describe(
        'survey: columns are looked through; read: rows are checked; apply: rows go to their tables; null at the end',
      ),
    done: z.int().nullable().describe('Bytes of the files that this phase has seen.'),
    total: z.int().nullable().describe('Bytes of all files.'),
    percent: z.int().min(0).max(100),
  }),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  receipt: z
    .object({
      ...counts,
      files: z.array(fileReceipt).optional().describe('When the request brought several.'),
    })
    .optional(),
});
export type ImportResource = z.output<typeof importResource>;

/** What every door says of the status of its imports. */
export const IMPORT_READ = {
  summary: 'Status of an import, how far it is and, when it has ended, its receipt',
  status: 200,
  answer: importResource,
  also: { 304: 'Not changed, and links shown before are good for two minutes at least.' },
  headers: { ETag: 'For If-None-Match.', 'Retry-After': 'Seconds after which to look; until the end.' },
  problems: [401, 404],
} as const satisfies Omit<Description, 'id'>;

/** What a form with one file looks like; for the OpenAPI document. */
export const fileForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('CSV, any usual encoding and delimiter.'),
});
