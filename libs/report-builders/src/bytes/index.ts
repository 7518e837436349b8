export { ByteWriter } from './byte-writer';
export { isoInstant } from './iso-instant';
