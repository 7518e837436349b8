import { Inject, Injectable } from '@nestjs/common';
import { type SubmissionView, Submissions } from '@pressroom/feedback';
import { DomainError, missing } from '@pressroom/kernel';
import { type ArtefactView, isFinal, ReportReads, type ReportView } from '@pressroom/reports';
import type { ArtefactStore } from '@pressroom/storage';
import { EVENT_ORDER_TEMPLATE, type ReportFormat } from '@pressroom/templates';
import contentDisposition from 'content-disposition';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../access';
import { RETRY_AFTER_SECONDS } from '../reports/report-presenter';
import { ARTEFACT_STORE } from '../tokens';
import { fileNameOf } from './file-name';
import type { TaskFailed, TaskPending } from './schemas';
import { policyOf, sendArtefact } from './send-artefact';

/** What became of a task: its state as JSON, or the file. */
@Injectable()
export class AssignmentAnswers {
  constructor(
    private readonly reads: ReportReads,
    private readonly submissions: Submissions,
    @Inject(ARTEFACT_STORE) private readonly store: ArtefactStore,
  ) {}

  /** @throws DomainError `missing` also for other accounts' tasks and tasks of the other door; `gone` after retention */
  async answer(
    { accountId }: Caller,
    task: { id: string; format: ReportFormat; known: string | undefined },
    reply: FastifyReply,
  ): Promise<void> {
    const report = await this.task(accountId, task.id);
    if (report.template !== EVENT_ORDER_TEMPLATE || !report.formats.includes(task.format))
      throw missing('Task');
    if (report.status === 'EXPIRED')
      throw new DomainError('gone', 'report_expired', { detail: 'the files of this task were removed' });
    void reply.header('cache-control', 'private, no-store');
    if (!isFinal(report.status)) {
      const pending = pendingOf(report, await this.submissionOf(report));
      await reply
        .status(202)
        .headers({ 'retry-after': String(RETRY_AFTER_SECONDS) })
        .send(pending);
      return;
    }
    const artefact = report.artefacts.find(({ format }) => format === task.format);
    if (report.status === 'COMPLETED' && artefact !== undefined)
      await this.send(report, artefact, task.known, reply);
    else await reply.status(200).send(failureOf(report));
  }

  private async task(accountId: string, id: string): Promise<ReportView> {
    try {
      return await this.reads.byId(accountId, id);
    } catch (error) {
      throw error instanceof DomainError && error.fault === 'missing' ? missing('Task') : error;
    }
  }

  private submissionOf({ accountId, parameters }: ReportView): Promise<SubmissionView | null> {
    return this.submissions.find(accountId, String(parameters['submissionId']));
  }

  private async send(
    report: ReportView,
    artefact: ArtefactView,
    known: string | undefined,
    reply: FastifyReply,
  ): Promise<void> {
    const headers: Record<string, string> =
      artefact.format === 'html'
        ? {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': await policyOf(this.store, artefact),
          }
        : {
            'content-type': artefact.mediaType,
            'content-disposition': contentDisposition(
              fileNameOf(await this.submissionOf(report), artefact.format),
              { type: 'attachment' },
            ),
          };
    await sendArtefact(reply, this.store, artefact, { known, headers });
  }
}

function pendingOf(
  { status, createdAt, updatedAt }: ReportView,
  submission: SubmissionView | null,
): TaskPending {
  return {
    status: status === 'RUNNING' ? 'RUNNING' : 'PENDING',
    student_id: submission?.studentId ?? null,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

/** Messages of the row are written for clients: nothing internal is in them. */
function failureOf({ status, errorMessage }: ReportView): TaskFailed {
  const error = status === 'CANCELLED' ? 'the task was cancelled' : errorMessage;
  return { status: 'FAILURE', error: error ?? 'the report could not be made' };
}
