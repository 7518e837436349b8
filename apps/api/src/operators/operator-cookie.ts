import { isId } from '@pressroom/kernel';
import { KeyRing, type MasterKey } from '@pressroom/signing';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a browser at the operators' doors carries: a session of the identity room, sealed. */
export interface OperatorPass {
  accountId: string;
  sessionId: string;
}

/** Seconds; the session behind it can be ended earlier. */
export const PASS_SECONDS = 8 * 3600;
const LONGEST = 512;
const SHAPE = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

/** Seals passes and form tokens with keys of their own: no access token, link or pass is good in another's place. */
export class OperatorSeal {
  private readonly passes: KeyRing;
  private readonly forms: KeyRing;

  /** @param masters oldest to newest */
  constructor(masters: readonly MasterKey[]) {
    this.passes = new KeyRing(masters, 'operator-pass/v1');
    this.forms = new KeyRing(masters, 'operator-form/v1');
  }

  /** @param nowMs milliseconds since 1970 */
  seal({ accountId, sessionId }: OperatorPass, nowMs: number): string {
    const exp = Math.floor(nowMs / 1000) + PASS_SECONDS;
    const payload = Buffer.from(JSON.stringify({ sub: accountId, sid: sessionId, exp })).toString(
      'base64url',
    );
    const { kid, key } = this.passes.newest;
    const signed = `v1.${kid}.${payload}`;
    return `${signed}.${mac(key, signed)}`;
  }

  /** @returns null for whatever was not sealed here or is over */
  open(text: string | undefined, nowMs: number): OperatorPass | null {
    if (text === undefined || text.length > LONGEST) return null;
    const [, kid = '', payload = '', seal = ''] = SHAPE.exec(text) ?? [];
    const key = this.passes.find(kid)?.key;
    if (key === undefined || !same(seal, mac(key, `v1.${kid}.${payload}`))) return null;
    const { sub, sid, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') return null;
    if (exp * 1000 <= nowMs || !isId(sub) || !isId(sid)) return null;
    return { accountId: sub, sessionId: sid };
  }

  /** The hidden field of a form that goes with the nonce in the cookie of the page. */
  formToken(nonce: string): string {
    return mac(this.forms.newest.key, nonce);
  }

  isFormToken(nonce: string | undefined, token: unknown): boolean {
    return nonce !== undefined && typeof token === 'string' && same(token, this.formToken(nonce));
  }
}

function mac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
