import { IMPORT_STATUSES } from '@pressroom/imports';
import { z } from 'zod';

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

/** What a form with one file looks like; for the OpenAPI document. */
export const fileForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('CSV, any usual encoding and delimiter.'),
});
