import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Role } from '@pressroom/identity';

export const PUBLIC = 'access:public';
export const ROLES = 'access:roles';
export const LEAVERS = 'access:leavers';
export const CALLERS = 'access:callers';

/** Lets everyone in. A route without it needs sign-in. */
export function Public(): ClassDecorator & MethodDecorator {
  // The empty requirement tells the OpenAPI document that no token is asked for.
  return applyDecorators(SetMetadata(PUBLIC, true), ApiSecurity({}));
}

/** On a public route: whoever brings credentials that are worth something is known all the same. */
export function CallersToo(): ClassDecorator & MethodDecorator {
  return SetMetadata(CALLERS, true);
}

/** Also lets in a genuine, unexpired token whose session has ended: the caller is marked as one who left. */
export function LeaversToo(): ClassDecorator & MethodDecorator {
  return SetMetadata(LEAVERS, true);
}

/** Lets in callers of these roles only; others are answered 403. */
export function Roles(...roles: readonly Role[]): ClassDecorator & MethodDecorator {
  return SetMetadata(ROLES, roles);
}
