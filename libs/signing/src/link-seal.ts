import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MasterKey } from './key-ring';
import { KeyRing } from './key-ring';

/** Life of a link. A constant and not a setting: verification relies on it too. */
export const DOWNLOAD_LINK_SECONDS = 300;

/** How far ahead of ours the clock of the signing machine may run; expiry itself has no tolerance. */
const CLOCK_SKEW_SECONDS = 5;
const MAX_LENGTH = 1024;
const SHAPE = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{1,900})\.([A-Za-z0-9_-]{43})$/;

/** What every sealed link carries: seconds since 1970. */
export interface SealedPayload {
  readonly iat: number;
  readonly exp: number;
}

export interface SignedLink {
  /** `v1.<kid>.<payload>.<signature>`, URL-safe; a bearer secret that is never logged. */
  readonly token: string;
  readonly expiresAt: Date;
}

export function lifeFrom(now: Date): SealedPayload {
  const iat = Math.floor(now.getTime() / 1000);
  return { iat, exp: iat + DOWNLOAD_LINK_SECONDS };
}

/** Signed links of one purpose. Knows nothing of rows: whether the file still exists is the caller's question. */
export class LinkSeal<Payload extends SealedPayload> {
  private readonly ring: KeyRing;

  /** @param masters oldest to newest @param isPayload true for what may be signed, and for nothing else */
  constructor(
    masters: readonly MasterKey[],
    purpose: string,
    private readonly isPayload: (value: unknown) => value is Payload,
  ) {
    this.ring = new KeyRing(masters, purpose);
  }

  /** @throws RangeError when the payload could not be verified later */
  sign(payload: Payload): SignedLink {
    if (!this.isPayload(payload)) throw new RangeError('not a download that can be signed');
    const { kid, key } = this.ring.newest;
    const signed = `v1.${kid}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
    return { token: `${signed}.${signature(key, signed)}`, expiresAt: new Date(payload.exp * 1000) };
  }

  /**
   * The checks run in a fixed order: shape, key, signature, and only then is anything of the text believed.
   * @returns the payload, `expired` for a link that was good once, `bad` for everything else
   */
  verify(token: string, now: Date): Payload | 'bad' | 'expired' {
    if (token.length > MAX_LENGTH) return 'bad';
    const [, kid, body, given] = SHAPE.exec(token) ?? [];
    if (kid === undefined || body === undefined || given === undefined) return 'bad';
    const key = this.ring.find(kid)?.key;
    if (key === undefined) return 'bad';
    // The texts are compared, not the decoded bytes: the last character of base64url has two idle bits.
    const expected = Buffer.from(signature(key, `v1.${kid}.${body}`));
    const received = Buffer.from(given);
    if (expected.length !== received.length || !timingSafeEqual(expected, received)) return 'bad';
    const payload = this.parse(body);
    if (payload === null) return 'bad';
    const seconds = now.getTime() / 1000;
    if (payload.iat > seconds + CLOCK_SKEW_SECONDS) return 'bad';
    if (payload.exp <= seconds) return 'expired';
    if (payload.exp - payload.iat > DOWNLOAD_LINK_SECONDS) return 'bad';
    return payload;
  }

  private parse(body: string): Payload | null {
    try {
      const value: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
      return this.isPayload(value) ? value : null;
    } catch {
      return null;
    }
  }
}

function signature(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
