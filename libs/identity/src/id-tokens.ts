import type { Clock } from '@pressroom/kernel';
import { JwtService } from '@nestjs/jwt';
import { z } from 'zod';
import { normaliseEmail } from './email';
import type { GoogleKeys } from './google-keys';

/** The one algorithm that is taken, whatever a token says (RFC 8725 3.1). */
const ALGORITHM = 'RS256';
const CLOCK_SKEW_SECONDS = 30;
const LONGEST = 8192;
const LONGEST_LIFE_SECONDS = 86_400;

export interface GoogleSettings {
  /** `aud` of its tokens. */
  readonly clientId: string;
  /** Spellings of `iss`, the one under which identities are kept first. */
  readonly issuers: readonly string[];
  readonly jwksUrl: string;
}

/** What a good token says. */
export interface GoogleIdentity {
  readonly subject: string;
  /** Only an address that Google answers for: verified, and a mailbox of Google's or of an organisation's of Google. */
  readonly email: string | null;
  readonly expiresAt: Date;
}

const headerShape = z.strictObject({
  alg: z.literal(ALGORITHM),
  kid: z.string().min(1).max(200),
  typ: z.literal('JWT').optional(),
});

const claimsShape = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().min(1).max(255),
  iat: z.number(),
  exp: z.number(),
  nonce: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  hd: z.string().min(1).optional(),
});

/** Checks ID tokens (OpenID Connect Core 3.1.3.7): signature, issuer, audience, times and nonce. */
export class IdTokens {
  private readonly jwt = new JwtService();

  constructor(
    private readonly keys: GoogleKeys,
    private readonly settings: GoogleSettings,
    private readonly clock: Clock,
  ) {}

  /**
   * @param nonce as the client made it for this sign-in; null when it made none
   * @returns null for every token that is not good, whatever is wrong with it
   * @throws DomainError `unavailable` when the issuer's keys can not be had
   */
  async read(token: string, nonce: string | null): Promise<GoogleIdentity | null> {
    const header = token.length > LONGEST ? null : headerOf(token);
    if (header === null) return null;
    const publicKey = await this.keys.find(header.kid);
    const claims = publicKey === null ? null : await this.claimsOf(token, publicKey);
    if (claims === null || claims.aud !== this.settings.clientId) return null;
    // A token made for a nonce is worth nothing without it, and the other way round.
    if ((claims.nonce ?? null) !== nonce) return null;
    if (claims.exp - claims.iat > LONGEST_LIFE_SECONDS) return null;
    return { subject: claims.sub, email: emailOf(claims), expiresAt: new Date(claims.exp * 1000) };
  }

  private async claimsOf(token: string, publicKey: string): Promise<z.output<typeof claimsShape> | null> {
    const [first = '', ...others] = this.settings.issuers;
    try {
      const claims: unknown = await this.jwt.verifyAsync(token, {
        publicKey,
        algorithms: [ALGORITHM],
        issuer: [first, ...others],
        audience: this.settings.clientId,
        clockTimestamp: Math.floor(this.clock.now().getTime() / 1000),
        clockTolerance: CLOCK_SKEW_SECONDS,
        ignoreExpiration: false,
      });
      return claimsShape.safeParse(claims).data ?? null;
    } catch {
      // what is wrong with a token is nobody's business, and words about it may hold the token
      return null;
    }
  }
}

/** A header that brings or names a key, or asks for extensions, makes a token foreign. */
function headerOf(token: string): z.output<typeof headerShape> | null {
  try {
    const text = Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('utf8');
    return headerShape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function emailOf({ email, email_verified: verified, hd }: z.output<typeof claimsShape>): string | null {
  if (email === undefined || verified !== true) return null;
  const address = normaliseEmail(email);
  return address !== null && (hd !== undefined || address.endsWith('@gmail.com')) ? address : null;
}
