import { isId } from '@pressroom/kernel';
import type { MasterKey } from './key-ring';
import { lifeFrom, LinkSeal, type SealedPayload, type SignedLink } from './link-seal';

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

export interface DownloadPayload extends DownloadGrant, SealedPayload {
  readonly p: 'dl';
}

/** Signs and verifies download links. Knows nothing of rows: whether the artefact still exists is the caller's question. */
export class DownloadSigner {
  private readonly seal: LinkSeal<DownloadPayload>;

  /** @param masters oldest to newest */
  constructor(masters: readonly MasterKey[]) {
    this.seal = new LinkSeal(masters, 'report-download/v1', isPayload);
  }

  /** @throws RangeError when the grant could not be verified later */
  sign({ rid, fmt, ver, ep }: DownloadGrant, now: Date): SignedLink {
    return this.seal.sign({ p: 'dl', rid, fmt, ver, ...lifeFrom(now), ep });
  }

  /** @returns the payload, `expired` for a link that was good once, `bad` for everything else */
  verify(token: string, now: Date): DownloadPayload | 'bad' | 'expired' {
    return this.seal.verify(token, now);
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
