export { createJsonWriter } from './json-writer';
