import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A report's life as the database defends it: legal transitions only, and COMPLETED exactly when every artefact is there. */
export class Reports1764000001000 implements MigrationInterface {
  readonly name = 'Reports1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await this.tables(runner);
    await this.transitions(runner);
    await this.artefactsMatchStatus(runner);
  }

  private async tables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reports (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        template text NOT NULL,
        template_version text NOT NULL,
        formats text[] NOT NULL CHECK (cardinality(formats) BETWEEN 1 AND 5),
        parameters jsonb NOT NULL,
        context jsonb NOT NULL,
        queue text NOT NULL,
        status text NOT NULL DEFAULT 'PENDING'
          CHECK (status IN ('PENDING','RUNNING','COMPLETED','FAILED','CANCELLED','EXPIRED')),
        attempts integer NOT NULL DEFAULT 0,
        max_attempts integer NOT NULL CHECK (max_attempts BETWEEN 1 AND 20),
        limit_seconds integer NOT NULL CHECK (limit_seconds > 0),
        claim_no integer NOT NULL DEFAULT 0,
        dispatch_no integer NOT NULL DEFAULT 0,
        not_before timestamptz NOT NULL DEFAULT app_now(),
        rung_at timestamptz,
        lease_token uuid,
        lease_until timestamptz,
        deadline_at timestamptz,
        worker_id text,
        phase text,
        done bigint,
        total bigint,
        cancel_requested_at timestamptz,
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
        CHECK ((status IN ('COMPLETED','FAILED','CANCELLED','EXPIRED')) = (completed_at IS NOT NULL))
      );
      CREATE INDEX reports_newest ON reports (account_id, created_at DESC, id DESC);
      CREATE INDEX reports_open ON reports (account_id, created_at) WHERE status IN ('PENDING','RUNNING');
      -- What an account has rung or running: a handful, however many reports wait behind it.
      CREATE INDEX reports_busy ON reports (account_id)
        WHERE status = 'RUNNING' OR (status = 'PENDING' AND rung_at IS NOT NULL);
      CREATE INDEX reports_due ON reports (not_before) WHERE status = 'PENDING';
      CREATE INDEX reports_leased ON reports (lease_until) WHERE status = 'RUNNING';
      CREATE INDEX reports_retention ON reports (completed_at) WHERE status = 'COMPLETED';

      CREATE TABLE artefacts (
        report_id uuid NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
        format text NOT NULL,
        account_id uuid NOT NULL,
        file_key text NOT NULL UNIQUE,
        file_name text NOT NULL,
        media_type text NOT NULL,
        bytes bigint NOT NULL CHECK (bytes >= 0),
        rows bigint NOT NULL CHECK (rows >= 0),
        omitted_rows bigint NOT NULL DEFAULT 0 CHECK (omitted_rows >= 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        claim_no integer NOT NULL,
        PRIMARY KEY (report_id, format)
      );

      CREATE TABLE idempotency_keys (
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
        request_hash bytea NOT NULL,
        -- As text, so that a repeated answer is the first one to the byte.
        answer json NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        PRIMARY KEY (account_id, key)
      );
      CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

      SELECT guard_by_account('reports');
      SELECT guard_by_account('artefacts');
      SELECT guard_by_account('idempotency_keys');`);
  }

  private async transitions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION report_transition() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
          ('PENDING','RUNNING'), ('PENDING','CANCELLED'), ('PENDING','FAILED'),
          ('RUNNING','PENDING'), ('RUNNING','COMPLETED'), ('RUNNING','FAILED'), ('RUNNING','CANCELLED'),
          ('COMPLETED','EXPIRED')
        ) THEN
          RAISE EXCEPTION 'report % may not go from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.claim_no < OLD.claim_no THEN
          RAISE EXCEPTION 'claim_no of report % may only rise', OLD.id USING ERRCODE = 'check_violation';
        END IF;
        NEW.updated_at := greatest(app_now(), OLD.updated_at + interval '1 microsecond');
        RETURN NEW;
      END $$;
      CREATE TRIGGER report_transition BEFORE UPDATE ON reports FOR EACH ROW EXECUTE FUNCTION report_transition();`);
  }

  private async artefactsMatchStatus(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION report_has_its_artefacts() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        subject uuid := CASE TG_TABLE_NAME WHEN 'reports' THEN (to_jsonb(NEW)->>'id')::uuid
          ELSE (to_jsonb(coalesce(NEW, OLD))->>'report_id')::uuid END;
        state text;
        wanted integer;
        found_formats integer;
      BEGIN
        SELECT status, cardinality(formats) INTO state, wanted FROM reports WHERE id = subject;
        IF NOT FOUND THEN RETURN NULL; END IF;
        SELECT count(*) INTO found_formats FROM artefacts a JOIN reports r ON r.id = a.report_id
          WHERE a.report_id = subject AND a.format = ANY (r.formats);
        IF (state = 'COMPLETED') <> (found_formats = wanted) OR (state <> 'COMPLETED' AND found_formats > 0) THEN
          RAISE EXCEPTION 'report % is % with % of % artefacts', subject, state, found_formats, wanted
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER completed_has_artefacts AFTER UPDATE OF status ON reports
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status AND (NEW.status = 'COMPLETED' OR OLD.status = 'COMPLETED'))
        EXECUTE FUNCTION report_has_its_artefacts();
      CREATE CONSTRAINT TRIGGER artefacts_match_status AFTER INSERT OR UPDATE OR DELETE ON artefacts
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION report_has_its_artefacts();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE idempotency_keys, artefacts, reports;
      DROP FUNCTION report_has_its_artefacts, report_transition;`);
  }
}
