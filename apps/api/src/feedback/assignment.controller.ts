import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ReportFormat } from '@pressroom/templates';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, ZodPipe } from '../http';
import { RETRY_AFTER_SECONDS } from '../reports/report-presenter';
import { repeatKeyOf } from '../reports/repeat-key';
import { AssignmentAnswers } from './assignment-answers';
import { AssignmentDesk } from './assignment-desk';
import {
  assignment,
  type AssignmentQuery,
  assignmentQuery,
  taskPending,
  type TaskStarted,
  taskStarted,
} from './schemas';

const taskId = new IdPipe('Task');
const query = new ZodPipe(assignmentQuery);

const EXAMPLE = {
  student_id: '00a9a76518624b02b0ed57263606fc26',
  namespace: 'ns_example',
  events: [
    { type: 'saved_code', created_time: '2024-07-21 03:04:55.939000+00:00', unit: '17' },
    { type: 'submission', created_time: '2024-07-21 03:06:53.025000+00:00', unit: '17' },
    { type: 'saved_code', created_time: '2024-07-21 03:09:03.787000+00:00', unit: '9' },
  ],
};

function asking(format: 'html' | 'pdf', name: string): MethodDecorator {
  return Documented({
    id: `startAssignment${name}`,
    summary: `Ask for student feedback as ${name}`,
    description:
      'One student, or an array of students for one file. Answered at once; `Location` is where the file will be.',
    body: assignment,
    example: EXAMPLE,
    query: assignmentQuery,
    repeatable: true,
    status: 202,
    answer: taskStarted,
    headers: {
      Location: `\`/assignment/${format}/<task_id>\``,
      'Retry-After': 'Seconds after which to look.',
    },
    problems: [400, 401, 409, 413, 415, 422, 429, 503],
  });
}

function reading(name: string, answers: string): MethodDecorator {
  return Documented({
    id: `getAssignment${name}`,
    summary: `The ${name}, or how far it is`,
    description:
      '202 with the state while it is made; 200 with `{"status": "FAILURE", "error"}` when it failed.',
    status: 202,
    answer: taskPending,
    also: { 200: `The file (${answers}), or the failure as JSON.`, 304: 'Not changed.' },
    problems: [401, 404, 410],
  });
}

/** The second door to the template feedback.event-order, for learning platforms. */
@ApiTags(TAGS.feedback)
@Controller('assignment')
export class AssignmentController {
  constructor(
    private readonly desk: AssignmentDesk,
    private readonly answers: AssignmentAnswers,
  ) {}

  @Post('html')
  @HttpCode(202)
  @asking('html', 'Html')
  startHtml(
    @CurrentUser() caller: Caller,
    @Query(query) choices: AssignmentQuery,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskStarted> {
    return this.start(caller, { format: 'html', query: choices, body, key }, reply);
  }

  @Post('pdf')
  @HttpCode(202)
  @asking('pdf', 'Pdf')
  startPdf(
    @CurrentUser() caller: Caller,
    @Query(query) choices: AssignmentQuery,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskStarted> {
    return this.start(caller, { format: 'pdf', query: choices, body, key }, reply);
  }

  @Get('html/:id')
  @reading('Html', 'text/html')
  html(
    @CurrentUser() caller: Caller,
    @Param('id', taskId) id: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answers.answer(caller, { id, format: 'html', known }, reply);
  }

  @Get('pdf/:id')
  @reading('Pdf', 'application/pdf')
  pdf(
    @CurrentUser() caller: Caller,
    @Param('id', taskId) id: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answers.answer(caller, { id, format: 'pdf', known }, reply);
  }

  private async start(
    caller: Caller,
    {
      key,
      ...asked
    }: { format: ReportFormat; query: AssignmentQuery; body: unknown; key: string | undefined },
    reply: FastifyReply,
  ): Promise<TaskStarted> {
    const { body, replayed } = await this.desk.accept(caller, { ...asked, repeatKey: repeatKeyOf(key) });
    void reply.headers({
      location: `/assignment/${asked.format}/${body.task_id}`,
      'retry-after': String(RETRY_AFTER_SECONDS),
      'cache-control': 'no-store',
    });
    if (replayed) void reply.header('idempotency-replayed', 'true');
    return body;
  }
}
