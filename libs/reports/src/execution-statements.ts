import { prepared } from '@pressroom/entities';

export const CLAIM_COLUMNS = `r.id, r.account_id AS "accountId", r.template, r.template_version AS "templateVersion", r.formats,
  r.parameters, r.context, r.claim_no AS "claimNo", r.attempts, r.max_attempts AS "maxAttempts",
  r.lease_token AS "leaseToken", r.limit_seconds * 1000 AS "limitMs", r.created_at AS "createdAt", r.traceparent`;

/**
 * Does not wait for the disk: what a crash of PostgreSQL takes back is a claim, whose worker then finds its lease gone
 * and publishes nothing, or a beat, or a bell, which is rung again. A publication waits, and takes all before it to the
 * disk.
 */
export const UNSYNCED = `set_config('synchronous_commit', 'off', true)`;

export const CLAIM = prepared(
  'report-claim',
  `UPDATE reports r SET status = 'RUNNING', claim_no = r.claim_no + 1, attempts = r.attempts + 1, lease_token = $3,
    worker_id = $4, lease_until = app_now() + make_interval(secs => $5),
    deadline_at = app_now() + make_interval(secs => r.limit_seconds), started_at = coalesce(r.started_at, app_now()),
    error_code = NULL, error_message = NULL, phase = NULL, done = NULL, total = NULL
  FROM accounts o, ${UNSYNCED}
  WHERE r.id = $1 AND r.status = 'PENDING' AND r.claim_no = $2 AND r.attempts < r.max_attempts
    AND r.not_before <= app_now() AND r.cancel_requested_at IS NULL AND o.id = r.account_id AND o.deleted_at IS NULL
  RETURNING ${CLAIM_COLUMNS}`,
);

export const BEAT = prepared(
  'report-beat',
  `UPDATE reports r SET phase = b.phase,
      lease_until = least(app_now(), r.deadline_at) + make_interval(secs => $2), done = b.done, total = b.total
   FROM ${UNSYNCED}, jsonb_to_recordset($1::jsonb) AS b(id uuid, "leaseToken" uuid, phase text, done bigint, total bigint)
  WHERE r.id = b.id AND r.lease_token = b."leaseToken" AND r.status = 'RUNNING'
  RETURNING r.lease_token AS token, r.cancel_requested_at IS NOT NULL AS cancel`,
);

export const PUBLISH = prepared(
  'report-publish',
  `WITH done AS (
    UPDATE reports SET status = 'COMPLETED', completed_at = app_now(), lease_until = NULL, lease_token = NULL,
        phase = NULL
     WHERE id = $1 AND lease_token = $2 AND claim_no = $3 AND status = 'RUNNING' AND cancel_requested_at IS NULL
       AND EXISTS (SELECT 1 FROM accounts o WHERE o.id = account_id AND o.deleted_at IS NULL)
     RETURNING id, account_id, claim_no)
  INSERT INTO artefacts (report_id, account_id, claim_no, format, file_key, file_name, media_type, bytes, rows,
      omitted_rows, sha256)
    SELECT done.id, done.account_id, done.claim_no, a.format, a."fileKey", a."fileName", a."mediaType", a.bytes,
        a.rows, a."omittedRows", a.sha256
      FROM done, jsonb_to_recordset($4::jsonb) AS a(format text, "fileKey" text, "fileName" text, "mediaType" text,
        bytes bigint, rows bigint, "omittedRows" bigint, sha256 text)
    RETURNING report_id AS id`,
);
