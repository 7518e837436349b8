import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The one clock of leases, ticks and limits, and the second wall between accounts.
 *
 * Row-level security is FORCEd, so that it also binds the owner of the tables (never a superuser: production refuses one).
 * A transaction of the api names its account in `app.account_id`; a connection of the service itself says `app.scope=system`.
 * Neither set: no rows. The settings are read in sub-selects so that the planner evaluates them once a statement.
 */
export class Foundations1764000000000 implements MigrationInterface {
  readonly name = 'Foundations1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT statement_timestamp() $$;
      COMMENT ON FUNCTION app_now() IS 'The only clock of leases, ticks and limits; tests and simulations replace it.';

      CREATE FUNCTION app_account() RETURNS uuid LANGUAGE sql STABLE AS
        $$ SELECT nullif(current_setting('app.account_id', true), '')::uuid $$;
      CREATE FUNCTION app_is_system() RETURNS boolean LANGUAGE sql STABLE AS
        $$ SELECT coalesce(current_setting('app.scope', true) = 'system', false) $$;

      CREATE FUNCTION guard_by_account(target regclass) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY own_account ON %s USING ((SELECT app_is_system()) OR account_id = (SELECT app_account()))', target);
      END $$;`);
    await this.identity(runner);
    await this.nutrition(runner);
  }

  private async identity(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        email text UNIQUE,
        phone text UNIQUE,
        name text,
        role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'operator')),
        password_hash text,
        download_epoch integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        updated_at timestamptz NOT NULL DEFAULT app_now(),
        deleted_at timestamptz,
        CHECK (email = lower(email))
      );
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT app_now(),
        last_used_at timestamptz NOT NULL DEFAULT app_now(),
        expires_at timestamptz NOT NULL,
        user_agent text,
        ended_at timestamptz
      );
      CREATE INDEX sessions_account ON sessions (account_id, created_at DESC);
      CREATE TABLE refresh_tokens (
        id uuid PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        token_hash bytea NOT NULL UNIQUE,
        issued_at timestamptz NOT NULL DEFAULT app_now(),
        used_at timestamptz,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
      CREATE TABLE audit_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT app_now(),
        event text NOT NULL,
        actor uuid,
        account_id uuid,
        detail jsonb NOT NULL DEFAULT '{}'
      );
      CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'insufficient_privilege'; END $$;
      CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
        FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
      CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
        FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();`);
  }

  private async nutrition(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE food_logs (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        food_name text NOT NULL CHECK (char_length(food_name) BETWEEN 1 AND 100),
        category text NOT NULL CHECK (category IN ('fruit','vegetable','dairy','protein','grain','beverage','snack','other')),
        logged_on date NOT NULL,
        logged_at timestamptz,
        local_hour smallint CHECK (local_hour BETWEEN 0 AND 23),
        meal_type text CHECK (meal_type IN ('breakfast','lunch','dinner','snack')),
        quantity double precision,
        unit text,
        kcal double precision,
        protein_g double precision,
        carbs_g double precision,
        fat_g double precision,
        fibre_g double precision,
        sugar_g double precision,
        sodium_mg double precision,
        source text NOT NULL DEFAULT 'api',
        created_at timestamptz NOT NULL DEFAULT app_now()
      );
      -- One account's period, newest first, with what the summaries count: an index-only scan.
      CREATE INDEX food_logs_period ON food_logs (account_id, logged_on, id)
        INCLUDE (food_name, category, local_hour, meal_type, kcal, protein_g, carbs_g, fat_g, fibre_g, sugar_g, sodium_mg);
      -- Everyone's period, for operators.
      CREATE INDEX food_logs_everyone ON food_logs (logged_on, account_id)
        INCLUDE (food_name, category, local_hour, meal_type, kcal, protein_g, carbs_g, fat_g, fibre_g, sugar_g, sodium_mg);
      CREATE INDEX food_logs_newest ON food_logs (account_id, created_at DESC, id DESC);
      SELECT guard_by_account('food_logs');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE food_logs, audit_log, refresh_tokens, sessions, accounts;
      DROP FUNCTION audit_log_is_append_only, guard_by_account, app_is_system, app_account, app_now;`);
  }
}
