import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  newSubmission,
  readCaliper,
  readXapi,
  type StudentEvents,
  Submissions,
  type SubmissionView,
} from '@pressroom/feedback';
import type { Page } from '@pressroom/kernel';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, ZodPipe } from '../http';
import { bodyOf } from './assignment-desk';
import {
  caliperEnvelope,
  type ListSubmissions,
  listSubmissions,
  submissionPage,
  type SubmissionResource,
  submissionResource,
  xapiStatements,
} from './schemas';

const submissionId = new IdPipe('submission');

const STATEMENT = {
  actor: { account: { homePage: 'https://lms.example', name: 's-17' } },
  verb: { id: 'http://id.tincanapi.com/verb/saved' },
  object: { id: 'https://lms.example/units/9' },
  timestamp: '2024-07-21T03:04:55.939Z',
};
const CALIPER_EVENT = {
  type: 'AssessmentItemEvent',
  actor: { id: 'urn:user:s-17', type: 'Person' },
  action: 'Submitted',
  object: { id: 'urn:item:9', type: 'AssessmentItem' },
  eventTime: '2024-07-21T03:04:55.939Z',
};

/** Events in the vocabularies of learning platforms, stored for `feedback.event-order`. */
@ApiTags(TAGS.feedback)
@Controller('api/feedback')
export class SubmissionsController {
  constructor(private readonly submissions: Submissions) {}

  @Post('xapi')
  @HttpCode(201)
  @Documented({
    id: 'storeXapi',
    summary: 'Store xAPI statements',
    description:
      'One statement, an array, or `{statements}`. Then ask for `feedback.event-order` with this `submissionId`.',
    body: xapiStatements,
    example: STATEMENT,
    status: 201,
    answer: submissionResource,
    headers: { Location: 'The submission.' },
    problems: [400, 401, 413, 415, 422],
  })
  xapi(
    @CurrentUser() caller: Caller,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmissionResource> {
    return this.store(caller, readXapi(bodyOf(body)), reply);
  }

  @Post('caliper')
  @HttpCode(201)
  @Documented({
    id: 'storeCaliper',
    summary: 'Store a Caliper envelope',
    description:
      'Events of `data`; described entities are passed over. Then ask for `feedback.event-order` with this `submissionId`.',
    body: caliperEnvelope,
    example: {
      sensor: 'https://lms.example/sensor',
      sendTime: '2024-07-21T03:05:00.000Z',
      dataVersion: 'http://purl.imsglobal.org/ctx/caliper/v1p2',
      data: [CALIPER_EVENT],
    },
    status: 201,
    answer: submissionResource,
    headers: { Location: 'The submission.' },
    problems: [400, 401, 413, 415, 422],
  })
  caliper(
    @CurrentUser() caller: Caller,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmissionResource> {
    return this.store(caller, readCaliper(bodyOf(body)), reply);
  }

  @Get('submissions')
  @Documented({
    id: 'listSubmissions',
    summary: 'Own submissions, newest first',
    query: listSubmissions,
    status: 200,
    answer: submissionPage,
    revalidated: true,
    problems: [401, 422],
  })
  async list(
    @CurrentUser() { accountId }: Caller,
    @Query(new ZodPipe(listSubmissions)) query: ListSubmissions,
  ): Promise<Page<SubmissionResource>> {
    const page = await this.submissions.list(accountId, query);
    return { data: page.data.map(resourceOf), nextCursor: page.nextCursor };
  }

  @Get('submissions/:id')
  @Documented({
    id: 'getSubmission',
    summary: 'One submission, without its events',
    status: 200,
    answer: submissionResource,
    revalidated: true,
    problems: [401, 404],
  })
  async read(
    @CurrentUser() { accountId }: Caller,
    @Param('id', submissionId) id: string,
  ): Promise<SubmissionResource> {
    return resourceOf(await this.submissions.read(accountId, id));
  }

  @Delete('submissions/:id')
  @HttpCode(204)
  @Documented({
    id: 'deleteSubmission',
    summary: 'Remove the events',
    description: 'Reports that are finished keep their files.',
    status: 204,
    problems: [401, 404],
  })
  async remove(@CurrentUser() { accountId }: Caller, @Param('id', submissionId) id: string): Promise<void> {
    await this.submissions.remove(accountId, id);
  }

  private async store(
    { accountId }: Caller,
    students: readonly StudentEvents[],
    reply: FastifyReply,
  ): Promise<SubmissionResource> {
    const stored = await this.submissions.create(accountId, newSubmission(students, students.length === 1));
    void reply.headers({ location: `/api/feedback/submissions/${stored.id}`, 'cache-control': 'no-store' });
    return resourceOf(stored);
  }
}

function resourceOf({ createdAt, ...rest }: SubmissionView): SubmissionResource {
  return { ...rest, createdAt: createdAt.toISOString() };
}
