import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { invalid } from '@pressroom/kernel';
import { STORE_UPTIME_TEMPLATE } from '@pressroom/templates';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, TAGS, ZodPipe } from '../http';
import { repeatKeyOf } from '../reports/repeat-key';
import { ReportDesk } from '../reports/report-desk';
import {
  type ReadByPathQuery,
  readByPathQuery,
  type ReadQuery,
  readQuery,
  reportAnswer,
  type Trigger,
  triggerBody,
  type Triggered,
  triggered,
  triggerQuery,
} from './schemas';
import { UptimeAnswers } from './uptime-answers';

const TRIGGER_PROBLEMS = [400, 401, 409, 413, 415, 422, 429, 503] as const;
const READ = {
  summary: 'The csv of a report, or that it is running',
  description: '`{"status": "Running"}` until it is done; then the file, or with `format=json` its text.',
  status: 200,
  answer: reportAnswer,
  problems: [401, 404, 410, 422],
} as const;

/** The short way to `stores.uptime`: ask, then fetch the csv. */
@ApiTags(TAGS.stores)
@Controller()
export class UptimeController {
  constructor(
    private readonly desk: ReportDesk,
    private readonly answers: UptimeAnswers,
  ) {}

  @Post('trigger_report')
  @HttpCode(200)
  @Documented({
    id: 'triggerStoreReport',
    summary: 'Ask for the uptime of all stores as csv',
    body: triggerBody,
    example: { policy: 'opening' },
    query: triggerQuery,
    repeatable: true,
    status: 200,
    answer: triggered,
    problems: TRIGGER_PROBLEMS,
  })
  trigger(
    @CurrentUser() caller: Caller,
    @Query(new ZodPipe(triggerQuery)) query: Trigger,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Triggered> {
    const asked =
      body === undefined || body === null || body === '' ? {} : bodyPipe.transform(body, { type: 'body' });
    return this.accept(caller, { ...query, ...asked }, key, reply);
  }

  @Get('trigger_report')
  @Documented({
    id: 'triggerStoreReportByGet',
    summary: 'The same, for clients that only GET',
    query: triggerQuery,
    status: 200,
    answer: triggered,
    problems: TRIGGER_PROBLEMS,
  })
  triggerByGet(
    @CurrentUser() caller: Caller,
    @Query(new ZodPipe(triggerQuery)) query: Trigger,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Triggered> {
    return this.accept(caller, query, key, reply);
  }

  @Get('get_report/:report_id')
  @Documented({ id: 'getStoreReport', query: readByPathQuery, ...READ })
  read(
    @CurrentUser() caller: Caller,
    @Param('report_id') id: string,
    @Query(new ZodPipe(readByPathQuery)) { format }: ReadByPathQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answers.answer(caller, { id, format }, reply);
  }

  @Get('get_report')
  @Documented({ id: 'getStoreReportByQuery', query: readQuery, ...READ })
  readByQuery(
    @CurrentUser() caller: Caller,
    @Query(new ZodPipe(readQuery)) { report_id: id, format }: ReadQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (id === undefined) throw invalid([{ pointer: 'query:report_id', detail: 'is missing' }]);
    return this.answers.answer(caller, { id, format }, reply);
  }

  private async accept(
    caller: Caller,
    { timeZone = 'UTC', ...asked }: Trigger,
    key: string | undefined,
    reply: FastifyReply,
  ): Promise<Triggered> {
    const parameters = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    const { body, replayed } = await this.desk.accept(
      caller,
      { template: STORE_UPTIME_TEMPLATE, formats: ['csv'], parameters, locale: 'en', timeZone },
      repeatKeyOf(key),
      ({ id }): Triggered => ({ report_id: id }),
    );
    void reply.header('cache-control', 'no-store');
    if (replayed) void reply.header('idempotency-replayed', 'true');
    return body;
  }
}

const bodyPipe = new ZodPipe(triggerBody);
