import type { Limiter, Policy } from '@pressroom/cache';
import { networkOf } from '@pressroom/identity';
import { DomainError } from '@pressroom/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CallLimits } from '../access';

/** Who is counted: everything from a network without credentials, a network at the ways in, an account. */
export type LimitName = 'anonymous' | 'sign-in' | 'account';

export type Policies = Readonly<Record<LimitName, Policy>>;

/** How many requests are taken. The answer says how many are left (draft-ietf-httpapi-ratelimit-headers). */
export class Limits extends CallLimits {
  constructor(
    private readonly limiter: Limiter,
    readonly policies: Policies,
  ) {
    super();
  }

  /** @throws DomainError `limited` `too_many_requests` */
  override network(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.count('anonymous', networkOf(request.ip), reply);
  }

  /** @throws DomainError `limited` `too_many_requests` */
  override account(accountId: string, reply: FastifyReply): Promise<void> {
    return this.count('account', accountId, reply);
  }

  /** @throws DomainError `limited` `too_many_requests` */
  wayIn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.count('sign-in', networkOf(request.ip), reply);
  }

  private async count(name: LimitName, key: string, reply: FastifyReply): Promise<void> {
    const policy = this.policies[name];
    const { allowed, remaining, waitMs } = await this.limiter.take(`${name} ${key}`, policy);
    const seconds = Math.ceil(waitMs / 1000);
    void reply.headers({
      'ratelimit-policy': `"${name}";q=${policy.limit};w=${policy.windowMs / 1000}`,
      ratelimit: `"${name}";r=${remaining};t=${seconds}`,
    });
    if (!allowed) {
      throw new DomainError('limited', 'too_many_requests', {
        detail: `at most ${policy.limit} requests in ${policy.windowMs / 1000} s are taken here`,
        retryAfterSeconds: seconds,
      });
    }
  }
}
