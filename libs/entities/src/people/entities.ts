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

/** One decision of a person on one text. Rows are only added. */
@Entity('consents')
export class Consent {
  @PrimaryColumn('bigint', { generated: 'identity' }) id!: number;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') purpose!: string;
  /** Of the text. */
  @Column('integer') version!: number;
  /** False: withdrawn. */
  @Column('boolean') given!: boolean;
  @Column('timestamptz') at!: Date;
}
