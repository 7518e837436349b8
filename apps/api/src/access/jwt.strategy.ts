import { createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ACCESS_TOKEN, AccessTokens, grantIn, LiveSessions } from '@pressroom/identity';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Caller, KnownRequest } from './caller';

const CLOCK_SKEW_SECONDS = 5;

/**
 * Verifies access tokens. Algorithm, issuer and audience are pinned, since passport-jwt pins none by default; the key
 * is ours by key id and never the token's to choose; the token is read from the Authorization header only.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    tokens: AccessTokens,
    private readonly sessions: LiveSessions,
  ) {
    super(verification(tokens));
  }

  /** @returns the caller, or null when the session has ended or the account is gone */
  async validate(request: KnownRequest, claims: unknown): Promise<Caller | null> {
    const grant = grantIn(claims);
    if (grant === null) return null;
    const role = await this.sessions.role(grant.sessionId, grant.accountId);
    if (role !== null) return { ...grant, role };
    request.left = grant;
    return null;
  }
}

type KeyAnswer = (error: Error | null, key?: Buffer) => void;

const secrets = new WeakMap<Buffer, KeyObject>();

/** jsonwebtoken would first try to read bare bytes as a public key, at more cost than the whole verification. */
function secretOf(key: Buffer): KeyObject {
  const known = secrets.get(key) ?? createSecretKey(key);
  secrets.set(key, known);
  return known;
}

function verification(tokens: AccessTokens) {
  return {
    passReqToCallback: true as const,
    jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
    secretOrKeyProvider: (_request: unknown, token: string, done: KeyAnswer) => {
      const key = tokens.keyFor(token);
      if (key === null) done(new Error('not a token of this service'));
      // Handed on to jsonwebtoken as it is: the types between know only texts and bytes.
      else done(null, secretOf(key) as unknown as Buffer);
    },
    algorithms: [ACCESS_TOKEN.algorithm],
    issuer: tokens.issuer,
    audience: ACCESS_TOKEN.audience,
    ignoreExpiration: false,
    jsonWebTokenOptions: { clockTolerance: CLOCK_SKEW_SECONDS, maxAge: tokens.lifeSeconds },
  };
}
