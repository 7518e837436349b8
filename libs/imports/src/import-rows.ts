import type { TextEncoding } from './content-probe';
import type { ImportPhase } from './import-progress';
import type { Receipt } from './receipt';

export const IMPORT_STATUSES = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** A stored file of an import. */
export interface UploadedFile {
  /** As the client called it, cleaned. */
  name: string;
  key: string;
  bytes: number;
  sha256: string;
  encoding: TextEncoding;
}

/** An import as a reader sees it; links are made at the door. */
export interface ImportView {
  id: string;
  accountId: string;
  status: ImportStatus;
  attempts: number;
  /** Null unless an execution has told. */
  phase: ImportPhase | null;
  /** Bytes of the files that the phase has seen; null until an execution has told. */
  done: number | null;
  total: number | null;
  receipt: Receipt | null;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  updatedAt: Date;
  /** The owner's epoch of signed links: raising it ends all that are out. */
  downloadEpoch: number;
}

/** Columns of a view; needs the alias `i` for imports. */
export const VIEW_COLUMNS = `i.id, i.account_id AS "accountId", i.status, i.attempts, i.phase,
  i.done::float8 AS done, i.total::float8 AS total, i.receipt, i.error_code AS "errorCode",
  i.error_message AS "errorMessage", i.created_at AS "createdAt", i.started_at AS "startedAt",
  i.completed_at AS "completedAt", i.updated_at AS "updatedAt",
  (SELECT o.download_epoch FROM accounts o WHERE o.id = i.account_id) AS "downloadEpoch"`;

/** An import in the hands of one worker, under one lease. */
export interface ImportClaim {
  id: string;
  accountId: string;
  /** Names of the kinds that its files may be of. */
  kinds: string[];
  options: Record<string, string>;
  files: UploadedFile[];
  claimNo: number;
  attempts: number;
  maxAttempts: number;
  createdAt: Date;
  leaseToken: string;
  traceparent: string | null;
}

/** Folder of everything stored for an import. */
export function folderOf(accountId: string, importId: string): string {
  return `${accountId}/uploads/${importId}`;
}
