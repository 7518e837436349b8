import { Injectable } from '@nestjs/common';
import { ApiKeys } from '@pressroom/identity';
import { DomainError } from '@pressroom/kernel';
import type { Caller, KnownRequest } from './caller';
import { scopeOf } from './scopes';

/** Programs that come with `X-API-Key` instead of an access token. */
@Injectable()
export class KeyCallers {
  constructor(private readonly keys: ApiKeys) {}

  /**
   * @param key the header's value
   * @throws DomainError `unauthenticated` `api_key_invalid`, alike for every reason, or `credentials_ambiguous`;
   *   `forbidden` `scope_required` or `key_not_allowed`
   */
  async identify(key: string, { method, headers, routeOptions }: KnownRequest): Promise<Caller> {
    if (headers.authorization !== undefined) {
      throw new DomainError('unauthenticated', 'credentials_ambiguous', {
        detail: 'send Authorization or X-API-Key, not both',
      });
    }
    const grant = await this.keys.grant(key);
    if (grant === null) {
      throw new DomainError('unauthenticated', 'api_key_invalid', {
        detail: 'the API key is unknown, expired or revoked',
      });
    }
    const scope = scopeOf(method, routeOptions.url ?? '');
    if (scope === null) {
      throw new DomainError('forbidden', 'key_not_allowed', {
        detail: 'this address is not for API keys: sign in',
      });
    }
    if (!grant.scopes.includes(scope)) {
      throw new DomainError('forbidden', 'scope_required', { detail: `this key lacks the scope ${scope}` });
    }
    return { accountId: grant.accountId, role: grant.role, sessionId: null };
  }
}
