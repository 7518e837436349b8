import type { Snapshot } from '@pressroom/entities';
import { missing } from '@pressroom/kernel';
import { unpackStudents } from './packed-students';
import type { StudentEvents } from './student-events';

/** Submissions as reports read them, within one snapshot. */
export class PgSubmissionReader {
  constructor(private readonly snapshot: Snapshot) {}

  /** @throws DomainError `missing` when it is gone or another account's */
  async students(accountId: string, submissionId: string): Promise<StudentEvents[]> {
    const [row] = await this.snapshot.query<{ packed: Buffer }>(
      `SELECT packed FROM feedback_submissions WHERE id = $1 AND account_id = $2`,
      [submissionId, accountId],
    );
    if (row === undefined) throw missing('submission');
    return unpackStudents(row.packed);
  }
}
