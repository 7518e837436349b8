import { Database, type Tx } from '@pressroom/entities';
import { decodeCursor, missing, newId, toPage, type Page } from '@pressroom/kernel';
import { Injectable } from '@nestjs/common';
import { packStudents } from './packed-students';
import { eventCount, type StudentEvents } from './student-events';

/** A stored submission without its events. */
export interface SubmissionView {
  id: string;
  /** Null when several students were sent. */
  studentId: string | null;
  students: number;
  events: number;
  createdAt: Date;
}

/** A submission ready to be written: packed outside of any transaction. */
export interface NewSubmission {
  id: string;
  studentId: string | null;
  students: number;
  events: number;
  packed: Buffer;
}

const VIEW = 'id, student_id AS "studentId", students, events, created_at AS "createdAt"';

/** @param single whether one student was sent, and not an array of one */
export function newSubmission(students: readonly StudentEvents[], single: boolean): NewSubmission {
  return {
    id: newId(),
    studentId: single ? (students[0]?.studentId ?? null) : null,
    students: students.length,
    events: eventCount(students),
    packed: packStudents(students),
  };
}

/** What learning platforms sent in. Every statement names the account besides the wall that the database keeps. */
@Injectable()
export class Submissions {
  constructor(private readonly database: Database) {}

  /** Writes within a transaction of the account, so that a report and what it is made of appear together or not at all. */
  async insert(tx: Tx, accountId: string, submission: NewSubmission): Promise<void> {
    const { id, studentId, students, events, packed } = submission;
    await tx.query(
      `INSERT INTO feedback_submissions (id, account_id, student_id, students, events, packed)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, accountId, studentId, students, events, packed],
    );
  }

  /** @throws DomainError `missing`, also for another account's */
  create(accountId: string, submission: NewSubmission): Promise<SubmissionView> {
    return this.database.inAccount(accountId, async (tx) => {
      await this.insert(tx, accountId, submission);
      return this.only(tx, accountId, submission.id);
    });
  }

  /** @throws DomainError `missing`, also for another account's */
  read(accountId: string, id: string): Promise<SubmissionView> {
    return this.database.inAccount(accountId, (tx) => this.only(tx, accountId, id));
  }

  /** Null when it is gone or another account's. */
  find(accountId: string, id: string): Promise<SubmissionView | null> {
    return this.database.inAccount(accountId, async (tx) => {
      const [row] = await tx.query<SubmissionView>(
        `SELECT ${VIEW} FROM feedback_submissions WHERE id = $1 AND account_id = $2`,
        [id, accountId],
      );
      return row ?? null;
    });
  }

  /** Newest first. @throws DomainError `invalid` for a foreign cursor */
  list(
    accountId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<SubmissionView>> {
    const after = page.cursor === undefined ? null : decodeCursor(page.cursor);
    return this.database.inAccount(accountId, async (tx) => {
      const rows = await tx.query<SubmissionView & { at: string }>(
        `SELECT ${VIEW}, created_at::text AS at FROM feedback_submissions
          WHERE account_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
          ORDER BY created_at DESC, id DESC LIMIT $4`,
        [accountId, after?.at ?? null, after?.id ?? null, page.limit + 1],
      );
      return toPage(
        rows,
        page.limit,
        (row) => ({ at: row.at, id: row.id }),
        ({ at: _at, ...view }) => view,
      );
    });
  }

  /** Reports that are finished keep their files; one that still waits for these events fails. @throws DomainError `missing` */
  remove(accountId: string, id: string): Promise<void> {
    return this.database.inAccount(accountId, async (tx) => {
      const gone = await tx.query(
        `DELETE FROM feedback_submissions WHERE id = $1 AND account_id = $2 RETURNING id`,
        [id, accountId],
      );
      if (gone.length === 0) throw missing('submission');
    });
  }

  private async only(tx: Tx, accountId: string, id: string): Promise<SubmissionView> {
    const [row] = await tx.query<SubmissionView>(
      `SELECT ${VIEW} FROM feedback_submissions WHERE id = $1 AND account_id = $2`,
      [id, accountId],
    );
    if (row === undefined) throw missing('submission');
    return row;
  }
}
