import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Flaw, Page } from '@pressroom/kernel';
import { Acceptance, isFinal, ReportReads } from '@pressroom/reports';
import type { ArtefactStore } from '@pressroom/storage';
import {
  catalogueView,
  findOrderable,
  isOrderable,
  NO_SUCH_TEMPLATE,
  type TemplateView,
} from '@pressroom/templates';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, isKnown, TAGS, ZodPipe } from '../http';
import { ARTEFACT_STORE } from '../tokens';
import { CreateReportDocs } from './documentation';
import { hiddenFrom } from './hidden-from';
import { ReportDesk } from './report-desk';
import { RETRY_AFTER_SECONDS, ReportPresenter } from './report-presenter';
import {
  createReport,
  type CreateReport,
  listReports,
  type ListReports,
  reportPage,
  reportResource,
  type ReportResource,
  templateList,
} from './schemas';
import { repeatKeyOf } from './repeat-key';

const reportId = new IdPipe('report');

/** So that an unknown template is named beside whatever else is wrong. */
function templateFlaws(body: unknown): readonly Flaw[] {
  const name = body !== null && typeof body === 'object' && 'template' in body ? body.template : undefined;
  return typeof name !== 'string' || name === '' || isOrderable(name) ? [] : [NO_SUCH_TEMPLATE];
}

@ApiTags(TAGS.reports)
@Controller('api/reports')
export class ReportsController {
  constructor(
    private readonly desk: ReportDesk,
    private readonly acceptance: Acceptance,
    private readonly reads: ReportReads,
    private readonly presenter: ReportPresenter,
    @Inject(ARTEFACT_STORE) private readonly store: ArtefactStore,
  ) {}

  @Get('templates')
  @Header('Cache-Control', 'private, max-age=60')
  @Documented({
    id: 'listTemplates',
    summary: 'What can be made',
    status: 200,
    answer: templateList,
    revalidated: true,
    problems: [401],
  })
  templates(): readonly TemplateView[] {
    return catalogueView;
  }

  @Post()
  @HttpCode(202)
  @CreateReportDocs
  async create(
    @CurrentUser() caller: Caller,
    @Body(new ZodPipe(createReport, templateFlaws)) body: CreateReport,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportResource> {
    findOrderable(body.template);
    const answer = await this.desk.accept(caller, body, repeatKeyOf(key), (report) =>
      this.presenter.resource(report),
    );
    void reply.headers({
      location: `/api/reports/${answer.body.id}`,
      'retry-after': String(RETRY_AFTER_SECONDS),
      'cache-control': 'no-store',
    });
    if (answer.replayed) void reply.header('idempotency-replayed', 'true');
    return answer.body;
  }

  @Get()
  @Documented({
    id: 'listReports',
    summary: 'Own reports, newest first',
    query: listReports,
    status: 200,
    answer: reportPage,
    also: { 304: 'Not changed, and links shown before are good for two minutes at least.' },
    headers: { ETag: 'For If-None-Match.' },
    problems: [401, 422],
  })
  async list(
    @CurrentUser() caller: Caller,
    @Query(new ZodPipe(listReports)) query: ListReports,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<ReportResource> | undefined> {
    const page = await this.reads.list(caller.accountId, { ...query, hidden: hiddenFrom(caller) });
    const etag = this.presenter.pageTag(page);
    void reply.headers({ etag, 'cache-control': 'private, no-cache' });
    if (isKnown(known, etag)) {
      void reply.status(304);
      return undefined;
    }
    return { data: page.data.map((report) => this.presenter.resource(report)), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Documented({
    id: 'getReport',
    summary: 'Status, progress and, when COMPLETED, fresh links',
    description:
      'Links live 300 s and are made anew at each read. With `If-None-Match` an unchanged report is not sent again.',
    status: 200,
    answer: reportResource,
    also: { 304: 'Not changed, and links shown before are good for two minutes at least.' },
    headers: { ETag: 'For If-None-Match.', 'Retry-After': 'Seconds after which to look; until the end.' },
    problems: [401, 404],
  })
  async show(
    @CurrentUser() caller: Caller,
    @Param('id', reportId) id: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportResource | undefined> {
    const report = await this.reads.byId(caller.accountId, id, hiddenFrom(caller));
    const etag = this.presenter.etag(report);
    void reply.headers({ etag, 'cache-control': 'private, no-cache' });
    if (!isFinal(report.status)) void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    if (isKnown(known, etag)) {
      void reply.status(304);
      return undefined;
    }
    return this.presenter.resource(report);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @Documented({
    id: 'cancelReport',
    summary: 'Stop a report',
    description: '202 when it stops or is being stopped; 200 unchanged when it had ended before.',
    status: 202,
    answer: reportResource,
    also: { 200: 'It had ended before; unchanged.' },
    headers: { Location: 'The report.', 'Retry-After': 'Seconds after which to look.' },
    problems: [401, 404],
  })
  async cancel(
    @CurrentUser() caller: Caller,
    @Param('id', reportId) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportResource> {
    await this.reads.byId(caller.accountId, id, hiddenFrom(caller));
    const { report, changed } = await this.acceptance.cancel(caller.accountId, id);
    void reply.headers({ location: `/api/reports/${id}`, 'cache-control': 'no-store' });
    if (changed) void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    else void reply.status(200);
    return this.presenter.resource(report);
  }

  @Delete(':id')
  @HttpCode(204)
  @Documented({
    id: 'deleteReport',
    summary: 'Remove a report and its files',
    status: 204,
    problems: [401, 404],
  })
  async remove(@CurrentUser() { accountId }: Caller, @Param('id', reportId) id: string): Promise<void> {
    const files = await this.acceptance.remove(accountId, id);
    // The rows are gone, so no link works any more; a file that resists is left to the collector.
    await Promise.allSettled(files.map((key) => this.store.delete(key)));
  }
}
