import { isId } from '@pressroom/kernel';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { KeyRing, type MasterKey } from './key-ring';

const SHAPE = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/;

/**
 * Names an erasure to whoever asked for it, once no account is left to sign in with. The same for as long as the key is
 * in the ring, so that a repeated request is answered alike.
 */
export class ErasureTickets {
  private readonly ring: KeyRing;
  private readonly kids: readonly string[];

  /** @param masters oldest to newest */
  constructor(masters: readonly MasterKey[]) {
    this.ring = new KeyRing(masters, 'erasure-ticket/v1');
    this.kids = masters.map(({ kid }) => kid);
  }

  of(erasureId: string): string {
    return `${erasureId}.${seal(this.ring.newest.key, erasureId)}`;
  }

  /** @returns the erasure's id, or null for anything that was never given out */
  read(ticket: string): string | null {
    const [, id = '', given = ''] = SHAPE.exec(ticket) ?? [];
    if (!isId(id)) return null;
    const good = this.kids.some((kid) => {
      const key = this.ring.find(kid)?.key;
      return key !== undefined && timingSafeEqual(Buffer.from(seal(key, id)), Buffer.from(given));
    });
    return good ? id : null;
  }
}

function seal(key: Buffer, id: string): string {
  return createHmac('sha256', key).update(id).digest('base64url');
}
