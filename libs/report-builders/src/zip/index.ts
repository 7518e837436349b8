export { ZipWriter, type ZipPart } from './zip-writer';
export { readZip } from './read-zip';
