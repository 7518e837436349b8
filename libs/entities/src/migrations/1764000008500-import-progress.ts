import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far a running import is, in bytes of its files. */
export class ImportProgress1764000008500 implements MigrationInterface {
  readonly name = 'ImportProgress1764000008500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE imports
        ADD COLUMN phase text CHECK (phase IN ('survey','read','apply')),
        ADD COLUMN done bigint CHECK (done >= 0),
        ADD COLUMN total bigint CHECK (total >= done);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE imports DROP COLUMN phase, DROP COLUMN done, DROP COLUMN total');
  }
}
