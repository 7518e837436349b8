import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DomainError } from '@pressroom/kernel';
import { isFinal, ReportReads, type ReportView } from '@pressroom/reports';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, ZodPipe } from '../http';
import { hiddenFrom } from './hidden-from';
import { ReportPresenter, RETRY_AFTER_SECONDS } from './report-presenter';
import { downloadQuery, type DownloadQuery } from './schemas';

/** From a report that one owns to the signed link of a file of it. */
@ApiTags(TAGS.reports)
@Controller('api/reports')
export class ReportDownloadController {
  constructor(
    private readonly reads: ReportReads,
    private readonly presenter: ReportPresenter,
  ) {}

  @Get(':id/download')
  @Documented({
    id: 'downloadReport',
    summary: 'To the signed link of an artefact',
    query: downloadQuery,
    status: 302,
    headers: { Location: 'The signed link, good for 300 s.' },
    problems: [401, 404, 409, 410, 422],
  })
  async download(
    @CurrentUser() caller: Caller,
    @Param('id', new IdPipe('report')) id: string,
    @Query(new ZodPipe(downloadQuery)) { format }: DownloadQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const report = await this.reads.byId(caller.accountId, id, hiddenFrom(caller));
    const location = this.linkTo(report, format);
    await reply.status(302).headers({ location, 'cache-control': 'no-store' }).send();
  }

  private linkTo(report: ReportView, format: string | undefined): string {
    if (report.status === 'EXPIRED')
      throw new DomainError('gone', 'report_expired', { detail: 'the files of this report were removed' });
    if (report.status !== 'COMPLETED') {
      throw new DomainError('conflict', 'report_not_ready', {
        detail: `this report is ${report.status}`,
        ...(isFinal(report.status) ? {} : { retryAfterSeconds: RETRY_AFTER_SECONDS }),
      });
    }
    const artefact =
      format === undefined ? report.artefacts[0] : report.artefacts.find((each) => each.format === format);
    if (artefact === undefined)
      throw new DomainError('missing', 'format_not_made', {
        detail: `this report was made as ${report.formats.join(', ')}`,
      });
    return this.presenter.redirect(report, artefact.format, artefact.claimNo);
  }
}
