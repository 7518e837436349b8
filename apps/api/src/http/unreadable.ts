import { newId } from '@pressroom/kernel';
import { redactUrl } from '@pressroom/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { type Problem, problemOf } from './problem';

/** Errors before any route is found, such as an address with a broken escape. Hooks have not run. */
export function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { problem, headers } = problemOf(error, redactUrl(pathOf(request.url)), request.id);
  void reply
    .status(problem.status)
    .headers({ ...headers, ...PLAIN, 'x-request-id': request.id })
    .send(JSON.stringify(problem));
}

/** What is not even HTTP, or does not arrive: there is no request yet, only a socket. */
export function answerUnparsed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = newId();
  const { problem } = problemOf({ statusCode: STATUS[error.code ?? ''] ?? 400 }, '/', requestId);
  socket.end(rawAnswer(problem));
}

const STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const PLAIN = {
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

function rawAnswer(problem: Problem): string {
  const body = JSON.stringify(problem);
  const headers = {
    ...PLAIN,
    'x-request-id': problem.requestId,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${problem.title}\r\n${lines.join('')}\r\n${body}`;
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '/';
}
