import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the guard counts, now that it knows who asks. Bound by the app; an app without it counts nothing. */
export abstract class CallLimits {
  /** A request whose credentials are none, or are not looked at. @throws DomainError `limited` */
  abstract network(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** @throws DomainError `limited` */
  abstract account(accountId: string, reply: FastifyReply): Promise<void>;
}
