import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('accounts')
export class Account {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('text', { nullable: true }) name!: string | null;
  @Column('text') role!: 'member' | 'operator';
  @Column('text', { name: 'password_hash', nullable: true, select: false }) passwordHash!: string | null;
  /** Raised to kill every signed link of the account at once. */
  @Column('integer', { name: 'download_epoch', default: 0 }) downloadEpoch!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
  @Column('timestamptz', { name: 'deleted_at', nullable: true }) deletedAt!: Date | null;
}

@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'last_used_at' }) lastUsedAt!: Date;
  /** However often it is refreshed, a session ends here. */
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent!: string | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}

/** One link of a session's chain of refresh tokens; only the SHA-256 of the token is kept. */
@Entity('refresh_tokens')
export class RefreshToken {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'session_id' }) sessionId!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash!: Buffer;
  @Column('timestamptz', { name: 'issued_at' }) issuedAt!: Date;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt!: Date | null;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
}

/** Only the SHA-256 of a key is kept, and how it begins. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') name!: string;
  @Column('text') hint!: string;
  @Column('bytea', { name: 'key_hash', select: false }) keyHash!: Buffer;
  @Column('text', { array: true }) scopes!: string[];
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  /** To the minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt!: Date | null;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
}

/** A one-time code on its way to a phone: the HMAC of the code, once it is drawn. Goes after 25 hours. */
@Entity('phone_challenges')
export class PhoneChallenge {
  @PrimaryColumn('uuid') id!: string;
  /** Whose number it is to become; null for a sign-in. */
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('text') purpose!: 'sign-in' | 'change-phone';
  /** Only as long as a code may still go to it. */
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('bytea', { name: 'phone_hash' }) phoneHash!: Buffer;
  @Column('bytea', { name: 'network_hash' }) networkHash!: Buffer;
  @Column('bytea', { name: 'code_hmac', nullable: true, select: false }) codeHmac!: Buffer | null;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('integer') attempts!: number;
  @Column('timestamptz', { name: 'last_tried_at', nullable: true }) lastTriedAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt!: Date | null;
  @Column('timestamptz', { name: 'consumed_at', nullable: true }) consumedAt!: Date | null;
}

/** Who an account is to an issuer of identities. */
@Entity('external_identities')
export class ExternalIdentity {
  @PrimaryColumn('text') issuer!: string;
  @PrimaryColumn('text') subject!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'last_used_at' }) lastUsedAt!: Date;
}

/** An ID token that was used up: it signs nobody in again. */
@Entity('spent_id_tokens')
export class SpentIdToken {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash!: Buffer;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
}

/** Append-only: the database refuses to change or remove a row. */
@Entity('audit_log')
export class AuditEvent {
  @PrimaryColumn('bigint', { generated: 'identity' }) id!: number;
  @Column('timestamptz') at!: Date;
  @Column('text') event!: string;
  @Column('uuid', { nullable: true }) actor!: string | null;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('jsonb') detail!: Record<string, unknown>;
}
