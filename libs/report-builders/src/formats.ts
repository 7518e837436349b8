import type { BuilderFormat, WriterFactory } from './builder';

/**
 * The formats and where their writers live. Loaded when first asked for: pdfkit and exceljs take a third of a
 * second each to read, and a thread that makes CSV needs neither.
 */
const LOADERS: Record<BuilderFormat, () => WriterFactory> = {
  xlsx: () => (require('./xlsx') as typeof import('./xlsx')).createXlsxWriter,
  pdf: () => (require('./pdf') as typeof import('./pdf')).createPdfWriter,
  html: () => (require('./html') as typeof import('./html')).createHtmlWriter,
  csv: () => (require('./csv') as typeof import('./csv')).createCsvWriter,
  json: () => (require('./json') as typeof import('./json')).createJsonWriter,
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
