import type { Environment } from '../environment';
import { secondsList, whole } from '../kinds';

/** A report's life in numbers. Times are seconds unless the name says milliseconds. */
export interface ReportsConfig {
  /** Longest execution from the claim on. */
  limitSeconds: number;
  /** Further executions after the first. */
  retries: number;
  /** Wait before each retry, in order; the last one serves all later ones. Full jitter is applied by the ledger. */
  retryBackoffSeconds: readonly number[];
  leaseSeconds: number;
  beatMs: number;
  sweepMs: number;
  /** A due report that nobody claimed is rung again after this. */
  ringAgainSeconds: number;
  /** A running report whose cancel nobody obeyed becomes CANCELLED after this. */
  cancelGraceSeconds: number;
  /** Open (pending or running) reports of one account; above it 429. */
  openQuota: number;
  /** Running reports of one account; more wait. */
  runningQuota: number;
  /** Reports of one account in 24 hours. */
  dayQuota: number;
  /** Bytes that the files of one account's reports may come to. */
  byteQuota: number;
  /** Pending reports in all; above it 503. */
  pendingCap: number;
  /** Days after which an artefact is removed and its report EXPIRED. */
  retentionDays: number;
  /** What a finished artefact may weigh, in bytes. */
  artefactLimitBytes: number;
}

const shape = {
  REPORT_LIMIT_SECONDS: whole(1, 3600, 60),
  REPORT_RETRIES: whole(0, 10, 3),
  REPORT_RETRY_BACKOFF_SECONDS: secondsList([2, 10, 30]),
  REPORT_LEASE_SECONDS: whole(1, 600, 20),
  REPORT_BEAT_MS: whole(50, 60_000, 1000),
  REPORT_SWEEP_MS: whole(50, 60_000, 3000),
  REPORT_RING_AGAIN_SECONDS: whole(1, 600, 15),
  REPORT_CANCEL_GRACE_SECONDS: whole(1, 600, 5),
  REPORT_OPEN_QUOTA: whole(1, 1_000_000, 100),
  REPORT_RUNNING_QUOTA: whole(1, 1000, 4),
  REPORT_DAY_QUOTA: whole(1, 10_000_000, 5000),
  REPORT_BYTE_QUOTA: whole(1024, 1_099_511_627_776, 21_474_836_480),
  REPORT_PENDING_CAP: whole(1, 10_000_000, 20_000),
  RETENTION_DAYS: whole(1, 3650, 30),
  ARTEFACT_LIMIT_BYTES: whole(1024, 68_719_476_736, 2_147_483_648),
};

export function readReports(environment: Environment): ReportsConfig | undefined {
  const values = environment.read(shape);
  if (values === undefined) return undefined;
  if (values.REPORT_BEAT_MS * 3 > values.REPORT_LEASE_SECONDS * 1000) {
    environment.fault('REPORT_LEASE_SECONDS', 'must be at least three times REPORT_BEAT_MS');
  }
  return {
    limitSeconds: values.REPORT_LIMIT_SECONDS,
    retries: values.REPORT_RETRIES,
    retryBackoffSeconds: values.REPORT_RETRY_BACKOFF_SECONDS,
    leaseSeconds: values.REPORT_LEASE_SECONDS,
    beatMs: values.REPORT_BEAT_MS,
    sweepMs: values.REPORT_SWEEP_MS,
    ringAgainSeconds: values.REPORT_RING_AGAIN_SECONDS,
    cancelGraceSeconds: values.REPORT_CANCEL_GRACE_SECONDS,
    openQuota: values.REPORT_OPEN_QUOTA,
    runningQuota: values.REPORT_RUNNING_QUOTA,
    dayQuota: values.REPORT_DAY_QUOTA,
    byteQuota: values.REPORT_BYTE_QUOTA,
    pendingCap: values.REPORT_PENDING_CAP,
    retentionDays: values.RETENTION_DAYS,
    artefactLimitBytes: values.ARTEFACT_LIMIT_BYTES,
  };
}
