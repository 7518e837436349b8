import { Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Tx } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import { ACCOUNT_EXPORT_TEMPLATE } from '@pressroom/templates';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, TAGS } from '../http';
import { ReportDesk } from '../reports/report-desk';
import { repeatKeyOf } from '../reports/repeat-key';
import { RETRY_AFTER_SECONDS, ReportPresenter } from '../reports/report-presenter';
import { reportResource, type ReportResource } from '../reports/schemas';

const DAY_SECONDS = 86_400;

@ApiTags(TAGS.accounts)
@Controller('api/user/me/export')
export class ExportController {
  constructor(
    private readonly desk: ReportDesk,
    private readonly presenter: ReportPresenter,
  ) {}

  @Post()
  @HttpCode(202)
  @Documented({
    id: 'exportMe',
    summary: 'Everything held about you',
    description:
      'A report like any other: follow it, and download a zip with JSON and CSV of every category, also the empty ones, ' +
      'and `manifest.json`. Secrets are never in it. Once in 24 hours.',
    repeatable: true,
    status: 202,
    answer: reportResource,
    headers: { Location: 'The report.', 'Retry-After': 'Seconds after which to look.' },
    problems: [401, 403, 409, 422, 429, 503],
  })
  async start(
    @CurrentUser() caller: Caller,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportResource> {
    const answer = await this.desk.accept(
      caller,
      { template: ACCOUNT_EXPORT_TEMPLATE, formats: ['zip'], parameters: {}, locale: 'en', timeZone: 'UTC' },
      repeatKeyOf(key),
      (report) => this.presenter.resource(report),
      { within: (tx) => refuseSecondOfADay(tx, caller.accountId) },
    );
    void reply.headers({
      location: `/api/reports/${answer.body.id}`,
      'retry-after': String(RETRY_AFTER_SECONDS),
      'cache-control': 'no-store',
    });
    if (answer.replayed) void reply.header('idempotency-replayed', 'true');
    return answer.body;
  }
}

/**
 * Reads everything that there is, so once a day is often. Counted after the export's own row was written, one request
 * of an account after the other: of two at the same time one is taken.
 * @throws DomainError `limited` `export_made_today`
 */
async function refuseSecondOfADay(tx: Tx, accountId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 5))', [accountId]);
  const [row] = await tx.query<{ n: number; left: number }>(
    `SELECT count(*) AS n, extract(epoch FROM min(created_at) + interval '1 day' - app_now())::float8 AS left
       FROM reports WHERE account_id = $1 AND template = $2 AND status NOT IN ('FAILED', 'CANCELLED')
        AND created_at > app_now() - interval '1 day'`,
    [accountId, ACCOUNT_EXPORT_TEMPLATE],
  );
  if ((row?.n ?? 0) <= 1) return;
  throw new DomainError('limited', 'export_made_today', {
    detail: 'an export was asked for in the last 24 hours: it is among your reports',
    retryAfterSeconds: Math.max(1, Math.ceil(row?.left ?? DAY_SECONDS)),
  });
}
