import { isTimeZone } from '@pressroom/kernel';
import { POLICIES } from '@pressroom/stores';
import { z } from 'zod';
import { pageQuery } from '../http';

/** The form of `POST /data`; for the OpenAPI document. Field names are free. */
export const dataForm = z.object({
  store_status: z.string().meta({ format: 'binary' }).optional().describe('`store_id,status,timestamp_utc`'),
  business_hours: z
    .string()
    .meta({ format: 'binary' })
    .optional()
    .describe('`store_id,day,start_time_local,end_time_local`'),
  timezones: z.string().meta({ format: 'binary' }).optional().describe('`store_id,timezone_str`'),
});

export const rowsQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(1000))
    .default(100)
    .describe('Rows on a page, 1 to 1,000.'),
  cursor: pageQuery.cursor,
});
export type RowsQuery = z.output<typeof rowsQuery>;

export const storeRow = z
  .looseObject({ key: z.string().describe('Names the row in `PUT`, `PATCH` and `DELETE`.') })
  .describe('Fields as in the files.');
export const rowPage = z.object({ data: z.array(storeRow), nextCursor: z.string().nullable() });

export const rowBody = z
  .record(z.string(), z.unknown())
  .describe('`status`, or `day`, `start_time_local` and `end_time_local`, or `timezone_str`.');
export type RowBody = z.output<typeof rowBody>;

/** For a door that removes everything: whoever asks for less is not understood. */
export const nothingAsked = z.strictObject({});

export const cleared = z.object({
  deleted: z.object({ store_status: z.int(), business_hours: z.int(), timezones: z.int() }),
});

const timeZone = z
  .string()
  .refine(isTimeZone, 'must be an IANA time zone')
  .describe('In which the formats for people show times.');

/** What a report may be asked for besides; the template checks it further. */
const choices = {
  policy: z.enum(POLICIES).optional().describe('How polls speak for the time between them.'),
  asOf: z.string().max(40).optional().describe('Now. Default: the newest poll.'),
  from: z.string().max(40).optional().describe('Begin of a window of your own.'),
  to: z.string().max(40).optional().describe('Its end.'),
  timeZone: timeZone.optional(),
};

const list = z.array(z.string().min(1).max(100)).max(1000);

/** `stores` is written `a,b,c` in a query. */
export const triggerQuery = z.strictObject({
  ...choices,
  stores: z
    .string()
    .max(101_000)
    .transform((text) => text.split(',').filter((id) => id !== ''))
    .pipe(list)
    .optional()
    .describe('Only these, comma-separated.'),
});
export const triggerBody = z.strictObject({ ...choices, stores: list.optional().describe('Only these.') });
export type Trigger = z.output<typeof triggerBody>;

export const triggered = z.object({ report_id: z.uuid() });
export type Triggered = z.output<typeof triggered>;

export const readQuery = z.strictObject({
  report_id: z.string().max(100).optional().describe('Of the report; needed.'),
  format: z.enum(['csv', 'json']).default('csv').describe('`json`: the csv inside a JSON answer.'),
});
export type ReadQuery = z.output<typeof readQuery>;

/** Where the path names the report. */
export const readByPathQuery = readQuery.omit({ report_id: true });
export type ReadByPathQuery = z.output<typeof readByPathQuery>;

export const reportAnswer = z.union([
  z.object({ status: z.literal('Running') }),
  z.object({ status: z.literal('Complete'), csv_content: z.string() }),
]);
