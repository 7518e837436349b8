import { Documented } from '../http';
import { createReport, reportResource } from './schemas';

/** Descriptions that would crowd their controllers. */
export const CreateReportDocs = Documented({
  id: 'createReport',
  summary: 'Ask for a report',
  description: 'Answered at once; the work goes on. `Location` is where its progress is read.',
  body: createReport,
  examples: {
    'Food log as a workbook': {
      template: 'nutrition.food-log',
      formats: ['xlsx'],
      parameters: { top: 10 },
    },
    'Intake in every format': {
      template: 'nutrition.intake',
      formats: ['xlsx', 'pdf', 'html', 'csv', 'json'],
      parameters: { from: '2026-01-01', to: '2026-01-31', kcalTarget: 2000 },
    },
    'The week that is over, as a page': { template: 'nutrition.weekly-digest', formats: ['pdf'] },
  },
  repeatable: true,
  status: 202,
  answer: reportResource,
  headers: {
    Location: 'The report.',
    'Retry-After': 'Seconds after which to look.',
    'Idempotency-Replayed': '`true` when this is the first answer again.',
  },
  problems: [400, 401, 403, 409, 413, 415, 422, 429, 503],
});

export const DownloadDocs = Documented({
  id: 'downloadArtefact',
  summary: 'The file behind a signed link',
  description: 'Needs no sign-in. A single `Range` is honoured; `HEAD` says what `GET` would send.',
  also: { 206: 'The range that was asked for.', 304: 'Not changed.' },
  headers: {
    ETag: 'SHA-256 of the file.',
    'Repr-Digest': 'SHA-256 of the file (RFC 9530).',
    'Content-Disposition': 'Name of the file.',
  },
  status: 200,
  answers: [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/pdf',
    'text/html',
    'text/csv',
    'application/zip',
    'application/json',
  ],
  problems: [404, 410, 416, 429],
});
