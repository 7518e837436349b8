import { DomainError } from '@pressroom/kernel';
import type { UploadedFile } from './import-rows';
import { namingFile } from './read-file';
import type { Receipt } from './receipt';

/**
 * `fenced`: somebody else holds the lease, nothing was applied. `failed`: would fail the same way again.
 */
export type RunOutcome =
  | { outcome: 'completed'; receipt: Receipt }
  | { outcome: 'failed'; code: string; message: string; receipt: Receipt | null }
  | { outcome: 'fenced' };

/** What a file's own fault makes of the import; any other error is the caller's. */
export async function orRefusal<Result extends object>(
  file: UploadedFile,
  of: number,
  work: () => Promise<Result>,
): Promise<Result | Extract<RunOutcome, { outcome: 'failed' }>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.fault !== 'invalid') throw error;
    return { outcome: 'failed', code: error.code, message: namingFile(error, file, of), receipt: null };
  }
}
