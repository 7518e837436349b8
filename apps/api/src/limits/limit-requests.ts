import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem } from '../http';
import type { Limits } from './limits';

/** Probes and scrapers come often and from one place; they cost nothing. */
const UNCOUNTED: readonly string[] = ['/health/live', '/health/ready', '/metrics'];

/** Where guesses are made and messages sent: counted by network whatever the request carries. */
const WAYS_IN: readonly string[] = [
  '/api/auth/signup',
  '/api/auth/signin',
  '/api/auth/refresh',
  '/api/auth/google',
  '/api/auth/otp/request',
  '/api/auth/otp/verify',
  '/admin/sign-in',
];

/** Where no guard stands that would count by account: what is not there, the documents, the operators' pages. */
const UNGUARDED = /^$|^\/(docs|admin)(\/|$)/;

/**
 * Counts requests before anything is read of them. Those with credentials are counted by their account once the guard
 * knows it. To be called before any route is made: hooks reach later ones only.
 */
export function limitRequests(server: FastifyInstance, limits: Limits): void {
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url ?? '';
    if (method === 'OPTIONS' || UNCOUNTED.includes(route)) return undefined;
    try {
      if (method === 'POST' && WAYS_IN.includes(route)) await limits.wayIn(request, reply);
      else if (UNGUARDED.test(route) || isAnonymous(headers)) await limits.network(request, reply);
      return undefined;
    } catch (error) {
      // Answered here and not thrown: the board's part of the server would put it into words of its own.
      return answerProblem(error, request, reply);
    }
  });
}

function isAnonymous({ authorization, 'x-api-key': key }: FastifyRequest['headers']): boolean {
  return authorization === undefined && key === undefined;
}
