export type {
  BuilderFormat,
  BuiltFile,
  DocumentHead,
  DocumentWriter,
  TableHead,
  WriterFactory,
  WriterOptions,
} from './builder';
export { warm } from './warm';
export { writeDocument } from './write-document';
export type { DocumentOutput, WriteOptions, WriteProgress, WrittenOutput } from './write-document';
