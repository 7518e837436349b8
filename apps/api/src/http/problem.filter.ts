import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { errorFields, type Logger, redactUrl } from '@pressroom/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problemOf } from './problem';

/** Fields that the doors of one contract want beside the problem's own. */
export type ProblemExtras = (path: string, problem: Problem) => Record<string, unknown>;

/** Every error of every route leaves through here, as a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly allowedMethods: (path: string) => readonly string[],
    private readonly extras: ProblemExtras = () => ({}),
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.raw.headersSent || reply.sent) {
      // The answer is under way: all that is left is to break it off, so that it is not taken for whole.
      this.logger.warn(errorFields(error), 'answer broken off');
      reply.raw.destroy();
      return;
    }
    const path = request.url.split('?', 1)[0] ?? '/';
    const { problem, headers, ours } = problemOf(error, redactUrl(path), request.id);
    if (ours)
      this.logger.error(
        { ...errorFields(error), 'http.response.status_code': problem.status },
        'request failed',
      );
    const allowed = problem.status === 404 && isNoRoute(error) ? this.allowedMethods(path) : [];
    if (allowed.length > 0) {
      Object.assign(problem, {
        status: 405,
        title: 'Method not allowed',
        code: 'method_not_allowed',
        detail: `this address takes ${allowed.join(', ')}`,
      });
      headers['allow'] = allowed.join(', ');
    }
    void reply
      .status(problem.status)
      .headers({ ...headers, 'cache-control': 'no-store' })
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify({ ...problem, ...this.extras(path, problem) }));
  }
}

/** Nest's own 404, for an address without a route; ours come as DomainError. */
function isNoRoute(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'getStatus' in error;
}
