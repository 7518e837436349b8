import { REPORT_STATUSES } from '@pressroom/entities';
import { isTimeZone } from '@pressroom/kernel';
import { REPORT_FORMATS } from '@pressroom/templates';
import { z } from 'zod';
import { pageQuery } from '../http';

const format = z.enum(REPORT_FORMATS);

export const createReport = z.strictObject({
  template: z.string().min(1).max(100).describe('A name from the catalogue.'),
  formats: z
    .array(format)
    .min(1)
    .max(5)
    .refine((formats) => new Set(formats).size === formats.length, 'names a format twice')
    .default(['xlsx'])
    .describe('One artefact each, from one read of the data.'),
  parameters: z.record(z.string(), z.unknown()).default({}).describe("As the template's schema says."),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or de-CH')
    .max(35)
    .default('en'),
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone').default('UTC'),
});
export type CreateReport = z.output<typeof createReport>;

export const listReports = z.strictObject({
  status: z.enum(REPORT_STATUSES).optional(),
  template: z.string().max(100).optional(),
  ...pageQuery,
});
export type ListReports = z.output<typeof listReports>;

export const downloadQuery = z.strictObject({
  format: format.optional().describe('The first artefact when left out.'),
});
export type DownloadQuery = z.output<typeof downloadQuery>;

const artefact = z.object({
  format,
  fileName: z.string(),
  bytes: z.int(),
  rows: z.int().describe('Table rows in the file.'),
  omittedRows: z.int().describe('Table rows that this format leaves to another one; the file says so too.'),
  sha256: z.string(),
  downloadUrl: z.url(),
  downloadUrlExpiresAt: z.iso.datetime(),
});

export const reportResource = z.object({
  id: z.uuid(),
  template: z.string(),
  formats: z.array(format),
  parameters: z.record(z.string(), z.unknown()).describe('As resolved.'),
  status: z.enum(REPORT_STATUSES),
  progress: z.object({
    phase: z.string().nullable().describe('waiting, read, build, store; null at the end'),
    done: z.int().nullable(),
    total: z.int().nullable(),
    percent: z.int().min(0).max(100),
  }),
  attempts: z.int(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  artefacts: z.array(artefact),
  downloadUrl: z.url().optional().describe("The first artefact's; only when COMPLETED."),
});
export type ReportResource = z.output<typeof reportResource>;

export const reportPage = z.object({ data: z.array(reportResource), nextCursor: z.string().nullable() });

export const templateList = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    title: z.string(),
    description: z.string(),
    formats: z.array(format),
    parameters: z.record(z.string(), z.unknown()).describe('JSON Schema 2020-12.'),
    limits: z.record(z.string(), z.number()),
  }),
);
