import { isId } from '@pressroom/kernel';
import type { MasterKey } from './key-ring';
import { lifeFrom, LinkSeal, type SealedPayload, type SignedLink } from './link-seal';

/** What a link to refused rows gives: those of one file of one import. */
export interface RefusedRowsGrant {
  /** Import id. */
  readonly iid: string;
  /** Place of the file in its request, from 0. */
  readonly at: number;
  /** The account's download epoch; raising it revokes every link given out before. Whole, from 0. */
  readonly ep: number;
}

interface RefusedRowsPayload extends RefusedRowsGrant, SealedPayload {
  readonly p: 'rr';
}

/** Signs and verifies links to the refused rows of imports. */
export class RefusedRowsSigner {
  private readonly seal: LinkSeal<RefusedRowsPayload>;

  /** @param masters oldest to newest */
  constructor(masters: readonly MasterKey[]) {
    this.seal = new LinkSeal(masters, 'import-refused/v1', isPayload);
  }

  /** @throws RangeError when the grant could not be verified later */
  sign({ iid, at, ep }: RefusedRowsGrant, now: Date): SignedLink {
    return this.seal.sign({ p: 'rr', iid, at, ep, ...lifeFrom(now) });
  }

  /** @returns the grant, `expired` for a link that was good once, `bad` for everything else */
  verify(token: string, now: Date): RefusedRowsGrant | 'bad' | 'expired' {
    return this.seal.verify(token, now);
  }
}

function isPayload(value: unknown): value is RefusedRowsPayload {
  if (typeof value !== 'object' || value === null) return false;
  const { p, iid, at, ep, iat, exp } = value as Record<string, unknown>;
  return (
    p === 'rr' &&
    typeof iid === 'string' &&
    isId(iid) &&
    [at, ep, iat, exp].every((number) => Number.isSafeInteger(number) && Number(number) >= 0)
  );
}
