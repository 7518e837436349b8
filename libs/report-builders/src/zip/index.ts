export { ZipWriter, type ZipPart } from './zip-writer';
