import { Column, Entity, PrimaryColumn } from 'typeorm';

export const REPORT_STATUSES = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

/** One request for a template. The row is its own outbox: what is PENDING and due gets rung. */
@Entity('reports')
export class Report {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') template!: string;
  @Column('text', { name: 'template_version' }) templateVersion!: string;
  @Column('text', { array: true }) formats!: string[];
  @Column('jsonb') parameters!: Record<string, unknown>;
  @Column('jsonb') context!: Record<string, unknown>;
  @Column('text') queue!: string;
  @Column('text') status!: ReportStatus;
  /** Executions that began and were not drained. */
  @Column('integer') attempts!: number;
  @Column('integer', { name: 'max_attempts' }) maxAttempts!: number;
  @Column('integer', { name: 'limit_seconds' }) limitSeconds!: number;
  /** Fencing epoch: only rises; doorbell, job id and file keys carry it. */
  @Column('integer', { name: 'claim_no' }) claimNo!: number;
  @Column('integer', { name: 'dispatch_no' }) dispatchNo!: number;
  @Column('timestamptz', { name: 'not_before' }) notBefore!: Date;
  @Column('timestamptz', { name: 'rung_at', nullable: true }) rungAt!: Date | null;
  @Column('uuid', { name: 'lease_token', nullable: true }) leaseToken!: string | null;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('timestamptz', { name: 'deadline_at', nullable: true }) deadlineAt!: Date | null;
  @Column('text', { name: 'worker_id', nullable: true }) workerId!: string | null;
  @Column('text', { nullable: true }) phase!: string | null;
  @Column('bigint', { nullable: true }) done!: number | null;
  @Column('bigint', { nullable: true }) total!: number | null;
  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true }) cancelRequestedAt!: Date | null;
  @Column('text', { name: 'error_code', nullable: true }) errorCode!: string | null;
  @Column('text', { name: 'error_message', nullable: true }) errorMessage!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { name: 'completed_at', nullable: true }) completedAt!: Date | null;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
  /** W3C trace context of the request that asked for it. */
  @Column('text', { nullable: true }) traceparent!: string | null;
}

/** A produced file: exactly one a requested format, exactly while the report is COMPLETED. */
@Entity('artefacts')
export class Artefact {
  @PrimaryColumn('uuid', { name: 'report_id' }) reportId!: string;
  @PrimaryColumn('text') format!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text', { name: 'file_key' }) fileKey!: string;
  @Column('text', { name: 'file_name' }) fileName!: string;
  @Column('text', { name: 'media_type' }) mediaType!: string;
  @Column('bigint') bytes!: number;
  @Column('bigint') rows!: number;
  @Column('bigint', { name: 'omitted_rows' }) omittedRows!: number;
  @Column('text') sha256!: string;
  @Column('integer', { name: 'claim_no' }) claimNo!: number;
}

/** The first answer to a request that carried an Idempotency-Key, kept for 24 h. */
@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId!: string;
  @PrimaryColumn('text') key!: string;
  @Column('bytea', { name: 'request_hash' }) requestHash!: Buffer;
  @Column('jsonb') answer!: Record<string, unknown>;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
