import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard as PassportGuard } from '@nestjs/passport';
import { DomainError } from '@pressroom/kernel';
import { extendContext } from '@pressroom/platform';
import type { Caller, KnownRequest } from './caller';
import { KeyCallers } from './key-caller';
import { PUBLIC } from './rules';

/** Stands before every route: whoever is not signed in gets no further, unless the route is public. */
@Injectable()
export class AuthGuard extends PassportGuard('jwt') {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeyCallers,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const open = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (open === true) return true;
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const key = request.headers['x-api-key'];
    if (key === undefined) await super.canActivate(context);
    else request.user = await this.keys.identify(String(key), request);
    const { user } = request;
    // From here on every log line of the request says for whom it was.
    if (user !== undefined) extendContext({ accountId: user.accountId });
    return user !== undefined;
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

function tokenInvalid(): DomainError {
  return new DomainError('unauthenticated', 'token_invalid', {
    detail: 'the access token is malformed, expired or revoked',
    headers: { 'www-authenticate': 'Bearer realm="pressroom", error="invalid_token"' },
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('sign-in failed', { cause: thrown });
}
