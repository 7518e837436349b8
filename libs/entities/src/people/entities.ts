import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One erasure of an account, from the request to the certificate that stays. */
@Entity('erasures')
export class Erasure {
  @PrimaryColumn('uuid') id!: string;
  /** The account while the work goes on; null afterwards. */
  @Column('uuid', { nullable: true }) subject!: string | null;
  /** SHA-256 of the account's id. */
  @Column('bytea', { name: 'subject_hash' }) subjectHash!: Buffer;
  /** What is to be done next. */
  @Column('text') step!: string;
  @Column('integer') attempts!: number;
  /** Rows removed so far, by table. */
  @Column('jsonb') counts!: Record<string, number>;
  @Column('timestamptz', { name: 'not_before' }) notBefore!: Date;
  @Column('uuid', { name: 'lease_token', nullable: true }) leaseToken!: string | null;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('text', { name: 'error_code', nullable: true }) errorCode!: string | null;
  @Column('timestamptz', { name: 'requested_at' }) requestedAt!: Date;
  @Column('timestamptz', { name: 'completed_at', nullable: true }) completedAt!: Date | null;
  /** Compact JWS. */
  @Column('text', { nullable: true }) certificate!: string | null;
}
