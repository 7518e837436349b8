export { appendAudit, AUDIT_EVENTS, type AuditEntry, type AuditEventName } from './audit/append-audit';
export {
  createPool,
  dataSourceOptions,
  entities,
  openDatabase,
  openSystemDatabase,
  type DatabaseOptions,
  type PoolOptions,
} from './data-source';
export { Database, type Rows, SystemDatabase, type SystemSql, type Tx } from './database';
export { Delivery } from './delivery/entities';
export { FeedbackSubmission } from './feedback/entities';
export {
  Account,
  ApiKey,
  AuditEvent,
  ExternalIdentity,
  PhoneChallenge,
  RefreshToken,
  Session,
  SpentIdToken,
} from './identity/entities';
export { Import } from './imports/entities';
export { migrate } from './migrate';
export { Consent, Erasure } from './people/entities';
export { FoodLog } from './nutrition/entities';
export {
  type ErasureRule,
  type HeldColumn,
  type HeldKind,
  OWNED_TABLES,
  type OwnedTable,
} from './personal-data';
export { databaseFault, sqlState } from './pg-faults';
export { type Prepared, prepared, type Sql } from './prepared';
export { Artefact, IdempotencyKey, Report, REPORT_STATUSES, type ReportStatus } from './reports/entities';
export { assertSecondWall } from './second-wall';
export { inSnapshot, type Snapshot, type SnapshotOptions } from './snapshot';
export { Store, StoreHours, StorePoll } from './stores/entities';
