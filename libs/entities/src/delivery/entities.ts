import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message on its way out: what it is about and by which way it goes, never to whom or in which words. */
@Entity('deliveries')
export class Delivery {
  @PrimaryColumn('uuid') id!: string;
  /** Null when it goes to somebody who has no account yet. */
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('text') channel!: 'sms' | 'mail' | 'push' | 'webhook';
  /** Such as `phone.code`: whoever writes it is found by this. */
  @Column('text') kind!: string;
  /** What it is about, in the table of its kind. */
  @Column('uuid', { name: 'subject_id' }) subjectId!: string;
  @Column('text') status!: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED';
  @Column('integer') attempts!: number;
  @Column('integer', { name: 'max_attempts' }) maxAttempts!: number;
  /** Fencing epoch: only rises. */
  @Column('integer', { name: 'claim_no' }) claimNo!: number;
  @Column('integer', { name: 'dispatch_no' }) dispatchNo!: number;
  @Column('timestamptz', { name: 'not_before' }) notBefore!: Date;
  /** After this nobody wants it any more. */
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'rung_at', nullable: true }) rungAt!: Date | null;
  @Column('uuid', { name: 'lease_token', nullable: true }) leaseToken!: string | null;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('text', { name: 'error_code', nullable: true }) errorCode!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'completed_at', nullable: true }) completedAt!: Date | null;
}
