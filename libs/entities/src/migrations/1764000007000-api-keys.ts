import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys with which programs speak for an account. Only the SHA-256 of a key is kept. */
export class ApiKeys1764000007000 implements MigrationInterface {
  readonly name = 'ApiKeys1764000007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
        hint text NOT NULL CHECK (char_length(hint) <= 12),
        key_hash bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
        created_at timestamptz NOT NULL DEFAULT app_now(),
        last_used_at timestamptz,
        expires_at timestamptz,
        revoked_at timestamptz
      );
      CREATE INDEX api_keys_account ON api_keys (account_id, id DESC);
      SELECT guard_by_account('api_keys');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_keys');
  }
}
