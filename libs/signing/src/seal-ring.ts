import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import type { MasterKey } from './key-ring';

/** A published key as RFC 8037 writes it. */
export interface PublicSealKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
  use: 'sig';
  alg: 'EdDSA';
}

/** DER of a PKCS #8 Ed25519 private key up to its 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const PART = /^[A-Za-z0-9_-]+$/;

interface SealKey {
  kid: string;
  secret: KeyObject;
  open: KeyObject;
}

/**
 * Statements that anybody can verify with the published keys: compact JWS (RFC 7515) by Ed25519. The keys are derived
 * from the master keys by HKDF-SHA256 for this purpose alone; the newest signs, all are published.
 */
export class SealRing {
  private readonly keys = new Map<string, SealKey>();
  private readonly newest: SealKey;

  /** @param masters oldest to newest, at least one */
  constructor(masters: readonly MasterKey[]) {
    for (const { kid, secret } of masters) this.keys.set(kid, derive(kid, secret));
    const newest = [...this.keys.values()].at(-1);
    if (newest === undefined) throw new Error('no key to seal with');
    this.newest = newest;
  }

  /** @param typ media type of what is said, without `application/` @returns compact JWS */
  seal(typ: string, claims: object): string {
    const head = part({ alg: 'EdDSA', typ, kid: this.newest.kid });
    const signed = `${head}.${part(claims)}`;
    return `${signed}.${sign(null, Buffer.from(signed), this.newest.secret).toString('base64url')}`;
  }

  /** @returns what was sealed as this type, or null for anything else */
  open(typ: string, jws: string): unknown {
    const [head = '', body = '', seal = '', ...more] = jws.split('.');
    if (more.length > 0 || ![head, body, seal].every((text) => PART.test(text))) return null;
    const told = read(head) as { alg?: unknown; typ?: unknown; kid?: unknown } | null;
    if (told === null || told.alg !== 'EdDSA' || told.typ !== typ || typeof told.kid !== 'string')
      return null;
    const key = this.keys.get(told.kid);
    if (key === undefined) return null;
    const good = verify(null, Buffer.from(`${head}.${body}`), key.open, Buffer.from(seal, 'base64url'));
    return good ? read(body) : null;
  }

  /** What whoever verifies needs. */
  get published(): PublicSealKey[] {
    return [...this.keys.values()].map(({ kid, open }) => {
      const { x = '' } = open.export({ format: 'jwk' });
      return { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' };
    });
  }
}

function derive(kid: string, master: Buffer): SealKey {
  const seed = Buffer.from(hkdfSync('sha256', master, '', 'seal-ed25519/v1', 32));
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  return { kid, secret, open: createPublicKey(secret) };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function read(text: string): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
