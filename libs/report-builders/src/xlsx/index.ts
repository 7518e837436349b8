export { createXlsxWriter } from './xlsx-writer';
