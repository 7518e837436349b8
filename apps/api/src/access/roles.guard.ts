import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuditLog, type Role } from '@pressroom/identity';
import { DomainError } from '@pressroom/kernel';
import type { KnownRequest } from './caller';
import { ROLES } from './rules';

/** Runs after AuthGuard and asks for the role that a route names. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError `forbidden` `role_required`; the refusal is written to the audit log */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (roles === undefined) return true;
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const caller = request.user;
    if (caller !== undefined && roles.includes(caller.role)) return true;
    const id = caller?.accountId ?? null;
    // The pattern of the route and not the address asked for: the latter may hold anything.
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    await this.audit.write({ event: 'authz_fail', actor: id, accountId: id, detail: { route } });
    throw new DomainError('forbidden', 'role_required', { detail: `only for ${roles.join(' or ')}s` });
  }
}
