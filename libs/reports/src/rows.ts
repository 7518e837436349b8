import type { ReportStatus } from '@pressroom/entities';

/** A report as a reader sees it, without links: those are minted at the door, at each read. */
export interface ReportView {
  id: string;
  accountId: string;
  template: string;
  templateVersion: string;
  formats: string[];
  parameters: Record<string, unknown>;
  status: ReportStatus;
  attempts: number;
  phase: string | null;
  done: number | null;
  total: number | null;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  updatedAt: Date;
  artefacts: ArtefactView[];
  /** The owner's epoch of signed links: raising it ends all that are out. */
  downloadEpoch: number;
}

export interface ArtefactView {
  format: string;
  fileKey: string;
  fileName: string;
  mediaType: string;
  bytes: number;
  rows: number;
  omittedRows: number;
  sha256: string;
  claimNo: number;
}

/** Columns of a view, artefacts in the order the formats were asked for. Needs the alias `r` for reports. */
export const VIEW_COLUMNS = `
  r.id, r.account_id AS "accountId", r.template, r.template_version AS "templateVersion", r.formats, r.parameters, r.status,
  r.attempts, r.phase, r.done, r.total, r.error_code AS "errorCode", r.error_message AS "errorMessage",
  (SELECT o.download_epoch FROM accounts o WHERE o.id = r.account_id) AS "downloadEpoch",
  r.created_at AS "createdAt", r.started_at AS "startedAt", r.completed_at AS "completedAt", r.updated_at AS "updatedAt",
  CASE WHEN r.status <> 'COMPLETED' THEN '[]'::json ELSE (
    SELECT coalesce(json_agg(json_build_object('format', a.format, 'fileKey', a.file_key, 'fileName', a.file_name,
      'mediaType', a.media_type, 'bytes', a.bytes, 'rows', a.rows, 'omittedRows', a.omitted_rows, 'sha256', a.sha256,
      'claimNo', a.claim_no) ORDER BY array_position(r.formats, a.format)), '[]'::json)
    FROM artefacts a WHERE a.report_id = r.id) END AS artefacts`;
