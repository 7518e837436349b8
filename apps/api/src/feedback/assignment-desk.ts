import { Injectable } from '@nestjs/common';
import { newSubmission, readAssignment, Submissions } from '@pressroom/feedback';
import { DomainError } from '@pressroom/kernel';
import { EVENT_ORDER_TEMPLATE, type ReportFormat } from '@pressroom/templates';
import { createHash } from 'node:crypto';
import type { Caller } from '../access';
import { ReportDesk } from '../reports/report-desk';
import type { AssignmentQuery, TaskStarted } from './schemas';

/** Takes events in and asks for their report: both are written, or neither. */
@Injectable()
export class AssignmentDesk {
  constructor(
    private readonly desk: ReportDesk,
    private readonly submissions: Submissions,
  ) {}

  /** @throws DomainError `malformed`, `invalid`, `tooLarge`, `limited` or `unavailable`; nothing is left behind */
  async accept(
    caller: Caller,
    asked: { format: ReportFormat; query: AssignmentQuery; body: unknown; repeatKey: string | undefined },
  ): Promise<{ body: TaskStarted; replayed: boolean }> {
    const { format, body, repeatKey } = asked;
    const { timeZone, ...choices } = asked.query;
    const { students, single } = readAssignment(bodyOf(body));
    const submission = newSubmission(students, single);
    const request = {
      template: EVENT_ORDER_TEMPLATE,
      formats: [format],
      parameters: { submissionId: submission.id, ...choices },
      locale: 'en',
      timeZone,
    };
    return this.desk.accept(
      caller,
      request,
      repeatKey,
      ({ id }): TaskStarted => ({ task_id: id, status: 'Processing started' }),
      {
        within: (tx) => this.submissions.insert(tx, caller.accountId, submission),
        // The submission's id is new each time, so a repeated request is known by what it says.
        sameAs: () => [format, asked.query, createHash('sha256').update(submission.packed).digest('hex')],
      },
    );
  }
}

/** @throws DomainError `malformed` when there is none */
export function bodyOf(body: unknown): unknown {
  if (body === undefined)
    throw new DomainError('malformed', 'body_missing', { detail: 'this address needs a JSON body' });
  return body;
}
