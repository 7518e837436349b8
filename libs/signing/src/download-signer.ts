import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '@pressroom/kernel';
import type { MasterKey } from './key-ring';
import { KeyRing } from './key-ring';

/** Life of a link. A constant and not a setting: verification relies on it too. */
export const DOWNLOAD_LINK_SECONDS = 300;

/** How far ahead of ours the clock of the signing machine may run; expiry itself has no tolerance. */
const CLOCK_SKEW_SECONDS = 5;
const MAX_LENGTH = 1024;
const SHAPE = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{1,900})\.([A-Za-z0-9_-]{43})$/;
const FORMAT = /^[a-z0-9-]{1,16}$/;

/** What a link gives: one artefact, named by its report and format, never by a path. */
export interface DownloadGrant {
  /** Report id. */
  readonly rid: string;
  /** Format such as `xlsx`. */
  readonly fmt: string;
  /** Version of the artefact; a republished file makes older links worthless. Whole, from 0. */
  readonly ver: number;
  /** The account's download epoch; raising it revokes every link given out before. Whole, from 0. */
  readonly ep: number;
}

export interface DownloadPayload extends DownloadGrant {
  readonly p: 'dl';
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
}

export interface SignedLink {
  /** `v1.<kid>.<payload>.<signature>`, URL-safe; a bearer secret that is never logged. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Signs and verifies download links. Knows nothing of rows: whether the artefact still exists is the caller's question. */
export class DownloadSigner {
  private readonly ring: KeyRing;

  /** @param masters oldest to newest */
  constructor(masters: readonly MasterKey[]) {
    this.ring = new KeyRing(masters, 'report-download/v1');
  }

  /** @throws RangeError when the grant could not be verified later */
  sign(grant: DownloadGrant, now: Date): SignedLink {
    const iat = Math.floor(now.getTime() / 1000);
    const exp = iat + DOWNLOAD_LINK_SECONDS;
    const { rid, fmt, ver, ep } = grant;
    const payload: DownloadPayload = { p: 'dl', rid, fmt, ver, iat, exp, ep };
    if (!isPayload(payload)) throw new RangeError('not a download that can be signed');
    const { kid, key } = this.ring.newest;
    const signed = `v1.${kid}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
    return { token: `${signed}.${signature(key, signed)}`, expiresAt: new Date(exp * 1000) };
  }

  /**
   * The checks run in a fixed order: shape, key, signature, and only then is anything of the text believed.
   * @returns the payload, `expired` for a link that was good once, `bad` for everything else
   */
  verify(token: string, now: Date): DownloadPayload | 'bad' | 'expired' {
    if (token.length > MAX_LENGTH) return 'bad';
    const [, kid, body, given] = SHAPE.exec(token) ?? [];
    if (kid === undefined || body === undefined || given === undefined) return 'bad';
    const key = this.ring.find(kid)?.key;
    if (key === undefined) return 'bad';
    // The texts are compared, not the decoded bytes: the last character of base64url has two idle bits.
    const expected = Buffer.from(signature(key, `v1.${kid}.${body}`));
    const received = Buffer.from(given);
    if (expected.length !== received.length || !timingSafeEqual(expected, received)) return 'bad';
    const payload = parse(body);
    if (payload === null) return 'bad';
    const seconds = now.getTime() / 1000;
    if (payload.iat > seconds + CLOCK_SKEW_SECONDS) return 'bad';
    if (payload.exp <= seconds) return 'expired';
    if (payload.exp - payload.iat > DOWNLOAD_LINK_SECONDS) return 'bad';
    return payload;
  }
}

function signature(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function parse(body: string): DownloadPayload | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return isPayload(value) ? value : null;
  } catch {
    return null;
  }
}

function isPayload(value: unknown): value is DownloadPayload {
  if (typeof value !== 'object' || value === null) return false;
  const { p, rid, fmt, ver, ep, iat, exp } = value as Record<string, unknown>;
  return (
    p === 'dl' &&
    typeof rid === 'string' &&
    isId(rid) &&
    typeof fmt === 'string' &&
    FORMAT.test(fmt) &&
    [ver, ep, iat, exp].every((number) => Number.isSafeInteger(number) && Number(number) >= 0)
  );
}
