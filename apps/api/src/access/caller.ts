import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '@pressroom/identity';
import { DomainError } from '@pressroom/kernel';
import type { FastifyRequest } from 'fastify';

/** Who asks. */
export interface Caller {
  readonly accountId: string;
  /** The account's role now, not the one it had when the token was signed. */
  readonly role: Role;
  /** Null for a program with a key: it has none. */
  readonly sessionId: string | null;
  /** The token is genuine and its session has ended. Only where `@LeaversToo` says so. */
  readonly left?: boolean;
}

/** What the guards leave on a request. */
export type KnownRequest = FastifyRequest & {
  user?: Caller;
  /** Whom a genuine token spoke for until its session ended. */
  left?: Pick<Caller, 'accountId' | 'sessionId'>;
};

/** The caller of a route that needs sign-in: `@CurrentUser() caller: Caller`. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { user } = context.switchToHttp().getRequest<KnownRequest>();
  if (user === undefined) throw new DomainError('broken', 'caller_on_public_route');
  return user;
});
