import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { Documented, isKnown, TAGS } from '../http';
import { limitsAnswer, type LimitsAnswer } from './schemas';

export const LIMITS_IN_FORCE = Symbol('LimitsInForce');

@ApiTags(TAGS.accounts)
@Controller('api/limits')
export class LimitsController {
  private readonly etag: string;

  constructor(@Inject(LIMITS_IN_FORCE) private readonly limits: LimitsAnswer) {
    this.etag = `"${createHash('sha256').update(JSON.stringify(limits)).digest('base64url').slice(0, 22)}"`;
  }

  @Get()
  @Documented({
    id: 'getLimits',
    summary: 'The limits in force',
    status: 200,
    answer: limitsAnswer,
    also: { 304: 'Not changed.' },
    headers: { ETag: 'For If-None-Match.' },
    problems: [401, 403],
  })
  show(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): LimitsAnswer | undefined {
    void reply.headers({ etag: this.etag, 'cache-control': 'private, no-cache' });
    if (!isKnown(known, this.etag)) return this.limits;
    void reply.status(304);
    return undefined;
  }
}
