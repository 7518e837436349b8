import { DomainError } from '@pressroom/kernel';

/** The system's code of a failed file operation, such as ENOSPC. */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a failed write means; the words hold no path. Everything but a full disk counts as passing trouble. */
export function writeError(error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof DomainError || code === null) return error;
  if (FULL.has(code)) {
    return new DomainError('exhausted', 'storage_full', { detail: 'the storage is full', cause: error });
  }
  if (code === 'EEXIST') {
    return new DomainError('conflict', 'artefact_exists', {
      detail: 'this file is stored already',
      cause: error,
    });
  }
  return unavailable(error);
}

/** What a failed read means. A symbolic link where a file should be was not put there by us. */
export function readError(error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof DomainError || code === null) return error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return gone();
  if (code === 'ELOOP' || code === 'EISDIR') return damaged();
  return unavailable(error);
}

export function gone(): DomainError {
  return new DomainError('gone', 'artefact_gone', { detail: 'the file is no longer stored' });
}

export function damaged(): DomainError {
  return new DomainError('broken', 'artefact_damaged', { detail: 'the stored file is damaged' });
}

export function unavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', 'storage_unavailable', {
    detail: 'the storage is not available',
    cause,
  });
}
