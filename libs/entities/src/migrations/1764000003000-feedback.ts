import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Submissions of learning platforms: one row each, however many events. */
export class Feedback1764000003000 implements MigrationInterface {
  readonly name = 'Feedback1764000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE feedback_submissions (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        student_id text,
        students integer NOT NULL CHECK (students > 0),
        events integer NOT NULL CHECK (events >= 0),
        packed bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT app_now()
      );
      -- Packed by the domain already: the server need not spend time on pressing it once more while a client waits.
      ALTER TABLE feedback_submissions ALTER COLUMN packed SET STORAGE EXTERNAL;
      CREATE INDEX feedback_submissions_newest ON feedback_submissions (account_id, created_at DESC, id DESC);
      SELECT guard_by_account('feedback_submissions');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE feedback_submissions;`);
  }
}
