import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Uploaded files on their way into a domain's tables. The row is its own outbox: what is PENDING and due gets rung. */
@Entity('imports')
export class Import {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  /** Names of the kinds that the files may be of; the header of each decides. */
  @Column('text', { array: true }) kinds!: string[];
  @Column('jsonb') options!: Record<string, string>;
  /** `{name, key, bytes, sha256, encoding}` of each. */
  @Column('jsonb') files!: Record<string, unknown>[];
  @Column('text') status!: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED';
  @Column('integer') attempts!: number;
  @Column('integer', { name: 'max_attempts' }) maxAttempts!: number;
  /** Fencing epoch: only rises. */
  @Column('integer', { name: 'claim_no' }) claimNo!: number;
  @Column('integer', { name: 'dispatch_no' }) dispatchNo!: number;
  @Column('timestamptz', { name: 'not_before' }) notBefore!: Date;
  @Column('timestamptz', { name: 'rung_at', nullable: true }) rungAt!: Date | null;
  @Column('uuid', { name: 'lease_token', nullable: true }) leaseToken!: string | null;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('text', { name: 'worker_id', nullable: true }) workerId!: string | null;
  @Column('jsonb', { nullable: true }) receipt!: Record<string, unknown> | null;
  @Column('text', { name: 'error_code', nullable: true }) errorCode!: string | null;
  @Column('text', { name: 'error_message', nullable: true }) errorMessage!: string | null;
  /** Of the last execution: what it is at, and bytes of the files that this has seen, of all. */
  @Column('text', { nullable: true }) phase!: 'survey' | 'read' | 'apply' | null;
  @Column('bigint', { nullable: true }) done!: string | null;
  @Column('bigint', { nullable: true }) total!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { name: 'completed_at', nullable: true }) completedAt!: Date | null;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
  @Column('text', { nullable: true }) traceparent!: string | null;
}
