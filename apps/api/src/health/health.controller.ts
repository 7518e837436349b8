import { Controller, Get, Header, Headers, HttpCode, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import { Metrics } from '@pressroom/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { KeyCallers, Public } from '../access';
import { Documented, TAGS } from '../http';

export const METRICS_TOKEN = Symbol('METRICS_TOKEN');

const liveAnswer = z.object({ status: z.literal('ok') });
const readyAnswer = z.object({
  status: z.enum(['ok', 'unavailable']),
  checks: z.object({ database: z.string() }),
});

@ApiTags(TAGS.operations)
@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
    private readonly keys: KeyCallers,
    @Inject(METRICS_TOKEN) private readonly token: string | null,
  ) {}

  @Public()
  @Get('health/live')
  @HttpCode(200)
  @Documented({ id: 'live', summary: 'The process answers', status: 200, answer: liveAnswer, problems: [] })
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** Redis is not asked: what the api promises, the rows keep. */
  @Public()
  @Get('health/ready')
  @Documented({
    id: 'ready',
    summary: 'It can take requests: the database answers',
    description: 'While it can not, the answer is 503 with the same body.',
    status: 200,
    answer: readyAnswer,
    problems: [],
  })
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; checks: { database: string } }> {
    const limit = new Promise<string>((resolve) => {
      setTimeout(() => resolve('did not answer within 2 s'), 2000).unref();
    });
    const database = await Promise.race([
      limit,
      this.database.system('SELECT 1').then(
        () => 'ok',
        () => 'is away',
      ),
    ]);
    if (database !== 'ok') void reply.status(503);
    return { status: database === 'ok' ? 'ok' : 'unavailable', checks: { database } };
  }

  @Public()
  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Documented({
    id: 'metrics',
    summary: 'Counters and durations, in the text format of Prometheus',
    description:
      'Needs `Authorization: Bearer <METRICS_TOKEN>`, which is no access token, or an operator’s key with `metrics:read`.',
    status: 200,
    answers: ['text/plain'],
    problems: [401, 403],
  })
  async scrape(
    @Headers('authorization') authorization: string | undefined,
    @Headers('x-api-key') key: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    if (key !== undefined) await this.operatorOnly(key, request);
    else this.tokenOnly(authorization);
    return this.metrics.registry.metrics();
  }

  private async operatorOnly(key: string, request: FastifyRequest): Promise<void> {
    const { role } = await this.keys.identify(key, request);
    if (role !== 'operator')
      throw new DomainError('forbidden', 'role_required', { detail: 'only for operators' });
  }

  private tokenOnly(authorization: string | undefined): void {
    if (this.token === null || !same(authorization ?? '', `Bearer ${this.token}`)) {
      throw new DomainError('unauthenticated', 'metrics_token_required', {
        detail: 'metrics need the METRICS_TOKEN or an operator’s key',
      });
    }
  }
}

/** Digests are compared, so that neither length nor content shows in the time it takes. */
function same(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
