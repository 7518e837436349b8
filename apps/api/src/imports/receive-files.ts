import type { MultipartFile } from '@fastify/multipart';
import { ContentProbe, type UploadedFile } from '@pressroom/imports';
import { DomainError, invalid } from '@pressroom/kernel';
import type { ArtefactStore } from '@pressroom/storage';
import type { FastifyRequest } from 'fastify';
import { pipeline } from 'node:stream/promises';
import { FORM_BYTES } from './multipart';

export interface Reception {
  store: ArtefactStore;
  /** Where the files go, a folder of the store. */
  folder: string;
  /** Name of the form field that brings files; null: any name will do. */
  field: string | null;
  /** Files that one request may bring. */
  mostFiles: number;
  /** Bytes of all files together. */
  limitBytes: number;
}

/**
 * Streams the files of a form to the store, each under a name of ours.
 * @throws DomainError `unsupported` (not a form, compressed, not a CSV), `tooLarge`, `malformed`, `invalid`; what was
 * stored until then is the caller's to remove
 */
export async function receiveFiles(request: FastifyRequest, reception: Reception): Promise<UploadedFile[]> {
  refuseUnfit(request, reception.limitBytes);
  const files: UploadedFile[] = [];
  let bytes = 0;
  const limits = {
    fileSize: reception.limitBytes + 1,
    files: reception.mostFiles,
    fields: 0,
    parts: reception.mostFiles,
    fieldNameSize: 100,
    headerPairs: 20,
  };
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type !== 'file') throw unknownField(part.fieldname);
      if (reception.field !== null && part.fieldname !== reception.field) {
        part.file.resume();
        throw unknownField(part.fieldname);
      }
      const file = await receive(part, files.length + 1, reception, reception.limitBytes - bytes);
      bytes += file.bytes;
      files.push(file);
    }
  } catch (error) {
    throw inOurWords(error, request);
  }
  if (files.length === 0)
    throw invalid([
      { pointer: `/${reception.field ?? 'file'}`, detail: 'is missing: bring at least one file' },
    ]);
  return files;
}

async function receive(
  part: MultipartFile,
  no: number,
  { store, folder }: Reception,
  room: number,
): Promise<UploadedFile> {
  const key = `${folder}/upload-${no}.csv`;
  const probe = new ContentProbe();
  const draft = await store.create(key);
  try {
    await pipeline(
      part.file,
      async function* (source: AsyncIterable<Buffer>) {
        let bytes = 0;
        for await (const chunk of source) {
          bytes += chunk.length;
          if (bytes > room) throw tooLarge();
          probe.feed(chunk);
          yield chunk;
        }
      },
      draft.sink,
    );
    const encoding = probe.end();
    return { name: plainName(part.filename), key, ...(await draft.commit()), encoding };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

function refuseUnfit(request: FastifyRequest, limitBytes: number): void {
  const { 'content-encoding': encoding, 'content-length': length } = request.headers;
  if (encoding !== undefined && encoding !== 'identity') {
    throw new DomainError('unsupported', 'unsupported_encoding', {
      detail: 'uploads are taken as they are, not compressed',
    });
  }
  if (!request.isMultipart()) {
    throw new DomainError('unsupported', 'unsupported_media_type', {
      detail: 'this address takes multipart/form-data',
    });
  }
  if (Number(length ?? 0) > limitBytes + FORM_BYTES) throw tooLarge();
}

function tooLarge(): DomainError {
  return new DomainError('tooLarge', 'upload_too_large', {
    detail: 'the upload is larger than this address takes',
  });
}

function unknownField(name: string): DomainError {
  const shown = name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
  return invalid([{ pointer: `/${shown}`, detail: 'is not a known field' }]);
}

const TOO_MANY = new Set(['FST_PARTS_LIMIT', 'FST_FILES_LIMIT', 'FST_FIELDS_LIMIT']);

/** Whatever is not ours was said by the parser of forms, and may quote the input. */
function inOurWords(error: unknown, request: FastifyRequest): unknown {
  if (error instanceof DomainError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (typeof code === 'string' && TOO_MANY.has(code)) {
    return new DomainError('malformed', 'too_many_parts', {
      detail: 'the form has more parts than this address takes',
    });
  }
  return new DomainError('malformed', request.raw.complete ? 'malformed_multipart' : 'upload_aborted', {
    detail: 'the form could not be read to its end',
    cause: error,
  });
}

/** The last part of a path, without what could mislead a reader's eye or a terminal. */
function plainName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(/[\p{C}\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  return [...clean].slice(0, 100).join('') || 'file.csv';
}
