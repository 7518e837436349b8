import { createRequire } from 'node:module';
import type { BuilderFormat, WriterFactory } from './builder';
import type * as Bundle from './bundle';
import type * as Csv from './csv';
import type * as Html from './html';
import type * as Json from './json';
import type * as Pdf from './pdf';
import type * as Xlsx from './xlsx';

const load = createRequire(__filename);

/**
 * The formats and where their writers live. Loaded when first asked for: pdfkit and exceljs take a third of a
 * second each to read, and a thread that makes CSV needs neither.
 */
const LOADERS: Record<BuilderFormat, () => WriterFactory> = {
  xlsx: () => (load('./xlsx') as typeof Xlsx).createXlsxWriter,
  pdf: () => (load('./pdf') as typeof Pdf).createPdfWriter,
  html: () => (load('./html') as typeof Html).createHtmlWriter,
  csv: () => (load('./csv') as typeof Csv).createCsvWriter,
  json: () => (load('./json') as typeof Json).createJsonWriter,
  zip: () => (load('./bundle') as typeof Bundle).createBundleWriter,
};

const loaded = new Map<BuilderFormat, WriterFactory>();

/** The factory of a format. */
export function writerFactory(format: BuilderFormat): WriterFactory {
  let factory = loaded.get(format);
  if (factory === undefined) {
    factory = LOADERS[format]();
    loaded.set(format, factory);
  }
  return factory;
}
