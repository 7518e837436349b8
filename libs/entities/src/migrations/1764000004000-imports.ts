import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An import's life as the database defends it. */
export class Imports1764000004000 implements MigrationInterface {
  readonly name = 'Imports1764000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE imports (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        kinds text[] NOT NULL CHECK (cardinality(kinds) > 0),
        options jsonb NOT NULL,
        files jsonb NOT NULL CHECK (jsonb_array_length(files) > 0),
        status text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING','RUNNING','COMPLETED','FAILED')),
        attempts integer NOT NULL DEFAULT 0,
        max_attempts integer NOT NULL CHECK (max_attempts BETWEEN 1 AND 20),
        claim_no integer NOT NULL DEFAULT 0,
        dispatch_no integer NOT NULL DEFAULT 0,
        not_before timestamptz NOT NULL DEFAULT app_now(),
        rung_at timestamptz,
        lease_token uuid,
        lease_until timestamptz,
        worker_id text,
        receipt jsonb,
        error_code text,
        error_message text,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        started_at timestamptz,
        completed_at timestamptz,
        updated_at timestamptz NOT NULL DEFAULT app_now(),
        traceparent text,
        CHECK (attempts <= max_attempts),
        CHECK ((status = 'RUNNING') = (lease_token IS NOT NULL AND lease_until IS NOT NULL)),
        CHECK ((status = 'FAILED') = (error_code IS NOT NULL) OR status = 'PENDING'),
        CHECK ((status IN ('COMPLETED','FAILED')) = (completed_at IS NOT NULL)),
        CHECK (status <> 'COMPLETED' OR receipt IS NOT NULL)
      );
      CREATE INDEX imports_newest ON imports (account_id, created_at DESC, id DESC);
      CREATE INDEX imports_due ON imports (not_before) WHERE status = 'PENDING';
      CREATE INDEX imports_leased ON imports (lease_token) WHERE status = 'RUNNING';
      SELECT guard_by_account('imports');

      CREATE FUNCTION import_transition() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
          ('PENDING','RUNNING'), ('RUNNING','PENDING'), ('RUNNING','COMPLETED'), ('RUNNING','FAILED')
        ) THEN
          RAISE EXCEPTION 'import % may not go from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.claim_no < OLD.claim_no THEN
          RAISE EXCEPTION 'claim_no of import % may only rise', OLD.id USING ERRCODE = 'check_violation';
        END IF;
        NEW.updated_at := greatest(app_now(), OLD.updated_at + interval '1 microsecond');
        RETURN NEW;
      END $$;
      CREATE TRIGGER import_transition BEFORE UPDATE ON imports FOR EACH ROW EXECUTE FUNCTION import_transition();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE imports; DROP FUNCTION import_transition;');
  }
}
