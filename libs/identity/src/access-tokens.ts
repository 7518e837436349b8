import { randomUUID } from 'node:crypto';
import { isId, type Clock } from '@pressroom/kernel';
import { KeyRing, type MasterKey } from '@pressroom/signing';
import { JwtService } from '@nestjs/jwt';
import type { Role } from './accounts';
import { TOKEN_LIVES, type TokenLives } from './token-lives';

/** What every access token says of itself and every verifier pins (RFC 9068 for the type). */
export const ACCESS_TOKEN = {
  algorithm: 'HS256',
  type: 'at+jwt',
  audience: 'pressroom-api',
} as const;

export interface AccessGrant {
  readonly accountId: string;
  readonly sessionId: string;
  readonly role: Role;
}

/** Keys and signing of access tokens. Verification is passport's, with the key that `keyFor` picks. */
export class AccessTokens {
  private readonly ring: KeyRing;
  private readonly jwt = new JwtService();
  readonly issuer: string;
  readonly lifeSeconds: number;

  /** @param masters oldest to newest */
  constructor(
    masters: readonly MasterKey[],
    private readonly clock: Clock,
    lives: TokenLives = TOKEN_LIVES,
  ) {
    this.ring = new KeyRing(masters, 'access-token/v1');
    this.issuer = lives.tokenIssuer;
    this.lifeSeconds = lives.accessSeconds;
  }

  /** @returns a compact JWT; a bearer secret that is never logged */
  sign(grant: AccessGrant): Promise<string> {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    const { kid, key } = this.ring.newest;
    const claims = {
      iss: this.issuer,
      aud: ACCESS_TOKEN.audience,
      sub: grant.accountId,
      sid: grant.sessionId,
      jti: randomUUID(),
      role: grant.role,
      iat,
      nbf: iat,
      exp: iat + this.lifeSeconds,
    };
    return this.jwt.signAsync(claims, {
      secret: key,
      algorithm: ACCESS_TOKEN.algorithm,
      header: { alg: ACCESS_TOKEN.algorithm, typ: ACCESS_TOKEN.type, kid },
    });
  }

  /**
   * The key for a token whose header is exactly one of ours, or null. Headers that would name or bring a key
   * (`jku`, `jwk`, `x5u`, `crit` …) make it foreign, whatever its signature.
   */
  keyFor(token: string): Buffer | null {
    const header = readHeader(token);
    if (header === null || Object.keys(header).length !== 3) return null;
    if (header.alg !== ACCESS_TOKEN.algorithm || header.typ !== ACCESS_TOKEN.type) return null;
    return typeof header.kid === 'string' ? (this.ring.find(header.kid)?.key ?? null) : null;
  }
}

/** Who a verified token speaks for, or null when a claim is not what we would have signed. */
export function grantIn(claims: unknown): { accountId: string; sessionId: string } | null {
  if (typeof claims !== 'object' || claims === null) return null;
  const { sub, sid, jti, iat, nbf, exp } = claims as Record<string, unknown>;
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof jti !== 'string') return null;
  if (![iat, nbf, exp].every((time) => typeof time === 'number')) return null;
  return isId(sub) && isId(sid) ? { accountId: sub, sessionId: sid } : null;
}

function readHeader(token: string): Record<string, unknown> | null {
  try {
    const text = Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('utf8');
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null && !Array.isArray(header)
      ? (header as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
