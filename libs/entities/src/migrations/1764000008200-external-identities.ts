import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who an account is to an issuer of identities, and the tokens of such issuers that have been used up. */
export class ExternalIdentities1764000008200 implements MigrationInterface {
  readonly name = 'ExternalIdentities1764000008200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE external_identities (
        issuer text NOT NULL CHECK (char_length(issuer) BETWEEN 1 AND 200),
        subject text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 255),
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        last_used_at timestamptz NOT NULL DEFAULT app_now(),
        PRIMARY KEY (issuer, subject)
      );
      CREATE UNIQUE INDEX external_identities_account ON external_identities (account_id, issuer);
      SELECT guard_by_account('external_identities');

      CREATE TABLE spent_id_tokens (
        token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX spent_id_tokens_age ON spent_id_tokens (expires_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE spent_id_tokens, external_identities');
  }
}
