import type { Environment } from '../environment';
import { whole } from '../kinds';

/** Imports of uploaded files in numbers. Leases, beats and waits before a retry are those of reports. */
export interface ImportsConfig {
  /** Longest execution from the claim on, in seconds. */
  limitSeconds: number;
  /** Further executions after the first. */
  retries: number;
  /** Imports that a worker runs at a time. */
  slots: number;
  /** Share of refused rows above which nothing is applied, 0 to 1. */
  refusedShare: number;
  /** Characters that one record may have. */
  recordLength: number;
  /** Columns that a file may have. */
  columns: number;
  /** Unfinished imports of one account; above it 429. */
  openQuota: number;
}

const shape = {
  IMPORT_LIMIT_SECONDS: whole(1, 86_400, 600),
  IMPORT_RETRIES: whole(0, 10, 3),
  IMPORT_SLOTS: whole(1, 64, 2),
  IMPORT_REFUSED_PERCENT: whole(0, 100, 1),
  IMPORT_RECORD_LENGTH: whole(1024, 67_108_864, 1_048_576),
  IMPORT_COLUMNS: whole(1, 16_384, 1000),
  IMPORT_OPEN_QUOTA: whole(1, 10_000, 20),
};

export function readImports(environment: Environment): ImportsConfig | undefined {
  const values = environment.read(shape);
  if (values === undefined) return undefined;
  return {
    limitSeconds: values.IMPORT_LIMIT_SECONDS,
    retries: values.IMPORT_RETRIES,
    slots: values.IMPORT_SLOTS,
    refusedShare: values.IMPORT_REFUSED_PERCENT / 100,
    recordLength: values.IMPORT_RECORD_LENGTH,
    columns: values.IMPORT_COLUMNS,
    openQuota: values.IMPORT_OPEN_QUOTA,
  };
}
