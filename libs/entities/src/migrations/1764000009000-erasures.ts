import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Erasures of accounts: where each stands, and what is left of it at the end. Nothing in a row is personal: `subject` is
 * the account's random id and goes once nothing is held under it any more; its hash stays, so that an account which
 * comes back with an old backup is known again.
 */
export class Erasures1764000009000 implements MigrationInterface {
  readonly name = 'Erasures1764000009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE erasures (
        id uuid PRIMARY KEY,
        subject uuid UNIQUE,
        subject_hash bytea NOT NULL UNIQUE CHECK (octet_length(subject_hash) = 32),
        step text NOT NULL DEFAULT 'stop'
          CHECK (step IN ('stop','queues','rows','files','caches','settle','sweep','account','verify','certify','done')),
        attempts integer NOT NULL DEFAULT 0,
        counts jsonb NOT NULL DEFAULT '{}',
        not_before timestamptz NOT NULL DEFAULT app_now(),
        lease_token uuid,
        lease_until timestamptz,
        error_code text,
        requested_at timestamptz NOT NULL DEFAULT app_now(),
        completed_at timestamptz,
        certificate text,
        CHECK ((step = 'done') = (completed_at IS NOT NULL)),
        CHECK ((step = 'done') = (certificate IS NOT NULL)),
        CHECK ((step = 'done') = (subject IS NULL)),
        CHECK ((lease_token IS NULL) = (lease_until IS NULL))
      );
      CREATE INDEX erasures_open ON erasures (not_before) WHERE completed_at IS NULL;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE erasures');
  }
}
