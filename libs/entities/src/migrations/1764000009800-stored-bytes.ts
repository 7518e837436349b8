import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an account's files weigh is added up from the index alone. */
export class StoredBytes1764000009800 implements MigrationInterface {
  readonly name = 'StoredBytes1764000009800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX artefacts_account ON artefacts (account_id) INCLUDE (bytes)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX artefacts_account`);
  }
}
