import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One-time codes sent to phones. Only the HMAC of a code is kept, and none before it is on its way. Numbers and networks
 * are counted by HMACs as well; the number itself stays only as long as a code may still go to it. Rows go after 25
 * hours, whatever becomes of an account: otherwise whoever erases his own would begin to count anew.
 */
export class PhoneChallenges1764000008100 implements MigrationInterface {
  readonly name = 'PhoneChallenges1764000008100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE phone_challenges (
        id uuid PRIMARY KEY,
        account_id uuid REFERENCES accounts(id) ON DELETE CASCADE,
        purpose text NOT NULL CHECK (purpose IN ('sign-in', 'change-phone')),
        phone text CHECK (phone ~ '^[+][1-9][0-9]{6,14}$'),
        phone_hash bytea NOT NULL CHECK (octet_length(phone_hash) = 32),
        network_hash bytea NOT NULL CHECK (octet_length(network_hash) = 32),
        code_hmac bytea CHECK (octet_length(code_hmac) = 32),
        expires_at timestamptz,
        attempts integer NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
        last_tried_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        superseded_at timestamptz,
        consumed_at timestamptz,
        CHECK ((purpose = 'change-phone') = (account_id IS NOT NULL)),
        CHECK ((code_hmac IS NULL) = (expires_at IS NULL)),
        CHECK (consumed_at IS NULL OR superseded_at IS NULL),
        CHECK (phone IS NULL OR (consumed_at IS NULL AND superseded_at IS NULL))
      );
      -- One open challenge a phone and purpose: a new one takes the place of the old.
      CREATE UNIQUE INDEX phone_challenges_open
        ON phone_challenges (phone_hash, purpose, coalesce(account_id, '00000000-0000-0000-0000-000000000000'))
        WHERE superseded_at IS NULL AND consumed_at IS NULL;
      CREATE INDEX phone_challenges_of_phone ON phone_challenges (phone_hash, created_at);
      CREATE INDEX phone_challenges_of_network ON phone_challenges (network_hash, created_at);
      CREATE INDEX phone_challenges_named ON phone_challenges (phone) WHERE phone IS NOT NULL;
      CREATE INDEX phone_challenges_age ON phone_challenges (created_at);
      CREATE INDEX phone_challenges_of_account ON phone_challenges (account_id) WHERE account_id IS NOT NULL;
      SELECT guard_by_account('phone_challenges');

      CREATE FUNCTION forget_number_of_account() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE phone_challenges SET phone = NULL, superseded_at = app_now() WHERE phone = OLD.phone;
        RETURN NULL;
      END $$;
      CREATE TRIGGER forget_number AFTER DELETE ON accounts
        FOR EACH ROW WHEN (OLD.phone IS NOT NULL) EXECUTE FUNCTION forget_number_of_account();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER forget_number ON accounts;
      DROP FUNCTION forget_number_of_account;
      DROP TABLE phone_challenges;`);
  }
}
