export { createCsvWriter } from './csv-writer';
