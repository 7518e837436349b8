import { redactUrl } from '@pressroom/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem';

/** Answers a request from a hook, where Nest's filters do not reach. Headers set before go along. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '/';
  const { problem, headers } = problemOf(error, redactUrl(path), request.id);
  return reply
    .status(problem.status)
    .headers({ ...headers, 'cache-control': 'no-store' })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}
