import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people agreed to and when: evidence, so rows are only added. They go with the account alone: once it is closed for
 * its erasure, or by the foreign key when it is gone.
 */
export class Consents1764000009500 implements MigrationInterface {
  readonly name = 'Consents1764000009500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consents (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        purpose text NOT NULL CHECK (purpose ~ '^[a-z][a-z-]{0,39}$'),
        version integer NOT NULL CHECK (version > 0),
        given boolean NOT NULL,
        at timestamptz NOT NULL DEFAULT app_now()
      );
      CREATE INDEX consents_account ON consents (account_id, purpose, id DESC);
      SELECT guard_by_account('consents');

      CREATE FUNCTION consents_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          IF NOT EXISTS (SELECT 1 FROM accounts WHERE id = OLD.account_id AND deleted_at IS NULL) THEN
            RETURN OLD;
          END IF;
        END IF;
        RAISE EXCEPTION 'consents are append-only' USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER consents_append_only BEFORE UPDATE OR DELETE ON consents
        FOR EACH ROW EXECUTE FUNCTION consents_are_append_only();
      CREATE TRIGGER consents_no_truncate BEFORE TRUNCATE ON consents
        FOR EACH STATEMENT EXECUTE FUNCTION consents_are_append_only();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE consents;
      DROP FUNCTION consents_are_append_only;`);
  }
}
