import { type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard as PassportGuard } from '@nestjs/passport';
import { DomainError } from '@pressroom/kernel';
import { extendContext } from '@pressroom/platform';
import type { FastifyReply } from 'fastify';
import { CallLimits } from './call-limits';
import type { Caller, KnownRequest } from './caller';
import { KeyCallers } from './key-caller';
import { CALLERS, LEAVERS, PUBLIC } from './rules';

/**
 * Stands before every route: whoever is not signed in gets no further, unless the route is public. Then it counts the
 * request: by its account, or by its network when the credentials it carries are worth nothing here.
 */
@Injectable()
export class AuthGuard extends PassportGuard('jwt') {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeyCallers,
    @Optional() @Inject(CallLimits) private readonly limits: CallLimits | null,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const open = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<KnownRequest>(), http.getResponse<FastifyReply>()];
    if (open === true) {
      if (this.reflector.get<boolean | undefined>(CALLERS, context.getHandler()) === true)
        await this.greet(context, request);
      await this.countByNetwork(request, reply);
      return true;
    }
    try {
      await this.identify(context, request);
    } catch (error) {
      if (await this.isLeaver(context, request, reply)) return true;
      if (error instanceof DomainError && error.fault === 'unauthenticated')
        await this.countByNetwork(request, reply);
      throw error;
    }
    const { user } = request;
    if (user === undefined) return false;
    // From here on every log line of the request says for whom it was.
    extendContext({ accountId: user.accountId });
    await this.limits?.account(user.accountId, reply);
    return true;
  }

  /** Credentials that are worth nothing are as good as none where none are needed. */
  private async greet(context: ExecutionContext, request: KnownRequest): Promise<void> {
    const { authorization, 'x-api-key': key } = request.headers;
    if (authorization === undefined && key === undefined) return;
    await this.identify(context, request).catch((error: unknown) => {
      // Also a key whose scopes do not reach this door: it is not asked for one.
      const worthless =
        error instanceof DomainError && (error.fault === 'unauthenticated' || error.fault === 'forbidden');
      if (!worthless) throw error;
    });
  }

  /** Whoever has left may still come to the doors that say so: with a genuine token, and to hear what became of it. */
  private async isLeaver(
    context: ExecutionContext,
    request: KnownRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    const { left } = request;
    const doorForLeavers = this.reflector.get<boolean | undefined>(LEAVERS, context.getHandler()) === true;
    if (left === undefined || !doorForLeavers) return false;
    request.user = { ...left, role: 'member', left: true };
    await this.limits?.account(left.accountId, reply);
    return true;
  }

  private async identify(context: ExecutionContext, request: KnownRequest): Promise<void> {
    const key = request.headers['x-api-key'];
    if (key === undefined) await super.canActivate(context);
    else request.user = await this.keys.identify(String(key), request);
  }

  /** Requests without credentials were counted when they came in: this is for those whose credentials do not count. */
  private async countByNetwork(request: KnownRequest, reply: FastifyReply): Promise<void> {
    const { authorization, 'x-api-key': key } = request.headers;
    if (authorization === undefined && key === undefined) return;
    await this.limits?.network(request, reply);
  }

  /**
   * Passport's verdict. One answer for every kind of bad token; a failure of ours (the database is away) is no verdict.
   * @throws DomainError `unauthenticated` `sign_in_required` or `token_invalid`
   */
  override handleRequest<User = Caller>(
    error: unknown,
    user: User | false | null | undefined,
    _info: unknown,
    context: ExecutionContext,
  ): User {
    if (error !== null && error !== undefined) throw asError(error);
    if (user) return user;
    const { authorization } = context.switchToHttp().getRequest<KnownRequest>().headers;
    throw authorization === undefined ? signInRequired() : tokenInvalid();
  }
}

function signInRequired(): DomainError {
  return new DomainError('unauthenticated', 'sign_in_required', {
    detail: 'this address needs an access token or an API key',
  });
}

/** One answer for every token that is worth nothing. */
export function tokenInvalid(): DomainError {
  return new DomainError('unauthenticated', 'token_invalid', {
    detail: 'the access token is malformed, expired or revoked',
    headers: { 'www-authenticate': 'Bearer realm="pressroom", error="invalid_token"' },
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('sign-in failed', { cause: thrown });
}
