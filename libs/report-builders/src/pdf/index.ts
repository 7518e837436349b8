export { createPdfWriter } from './pdf-writer';
