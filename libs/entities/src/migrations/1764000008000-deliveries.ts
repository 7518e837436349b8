import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages on their way out. A row says what is to be told and by which way, never to whom or in which words: whoever
 * sends asks for both at that moment, so that neither address nor secret lies in a queue.
 */
export class Deliveries1764000008000 implements MigrationInterface {
  readonly name = 'Deliveries1764000008000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE deliveries (
        id uuid PRIMARY KEY,
        account_id uuid REFERENCES accounts(id) ON DELETE CASCADE,
        channel text NOT NULL CHECK (channel IN ('sms','mail','push','webhook')),
        kind text NOT NULL CHECK (kind ~ '^[a-z-]+[.][a-z-]+$'),
        subject_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING','RUNNING','COMPLETED','FAILED')),
        attempts integer NOT NULL DEFAULT 0,
        max_attempts integer NOT NULL CHECK (max_attempts BETWEEN 1 AND 20),
        claim_no integer NOT NULL DEFAULT 0,
        dispatch_no integer NOT NULL DEFAULT 0,
        not_before timestamptz NOT NULL DEFAULT app_now(),
        expires_at timestamptz NOT NULL,
        rung_at timestamptz,
        lease_token uuid,
        lease_until timestamptz,
        error_code text,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        completed_at timestamptz,
        CHECK (attempts <= max_attempts),
        CHECK ((status = 'RUNNING') = (lease_token IS NOT NULL AND lease_until IS NOT NULL)),
        CHECK (status <> 'FAILED' OR error_code IS NOT NULL),
        CHECK ((status IN ('COMPLETED','FAILED')) = (completed_at IS NOT NULL))
      );
      CREATE INDEX deliveries_due ON deliveries (not_before) WHERE status = 'PENDING';
      CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE status = 'RUNNING';
      CREATE INDEX deliveries_of_account ON deliveries (account_id, id DESC);
      CREATE INDEX deliveries_ended ON deliveries (completed_at) WHERE completed_at IS NOT NULL;
      SELECT guard_by_account('deliveries');

      CREATE FUNCTION delivery_transition() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
          ('PENDING','RUNNING'), ('PENDING','FAILED'), ('RUNNING','PENDING'), ('RUNNING','COMPLETED'), ('RUNNING','FAILED')
        ) THEN
          RAISE EXCEPTION 'delivery % may not go from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.claim_no < OLD.claim_no THEN
          RAISE EXCEPTION 'claim_no of delivery % may only rise', OLD.id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER delivery_transition BEFORE UPDATE ON deliveries
        FOR EACH ROW EXECUTE FUNCTION delivery_transition();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE deliveries; DROP FUNCTION delivery_transition;');
  }
}
