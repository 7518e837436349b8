import type { StudentEvents } from '@pressroom/feedback';

/** What this template reads. */
export abstract class SubmissionSource {
  /** @throws DomainError `missing` when the submission is gone or another account's */
  abstract students(accountId: string, submissionId: string): Promise<StudentEvents[]>;
}
