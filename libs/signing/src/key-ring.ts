import { hkdfSync } from 'node:crypto';

/** One secret of the environment and the name under which tokens mention it. */
export interface MasterKey {
  /** 1 to 32 characters of the URL-safe alphabet. */
  readonly kid: string;
  /** At least 32 bytes. */
  readonly secret: Buffer;
}

export interface DerivedKey {
  readonly kid: string;
  /** 32 bytes, good for one purpose only. */
  readonly key: Buffer;
}

const KID = /^[A-Za-z0-9_-]{1,32}$/;
const SECRET_BYTES = 32;

/**
 * The keys of one purpose, derived from the master keys by HKDF-SHA256 (RFC 5869) with the purpose as `info`:
 * what was signed for one purpose never verifies for another. The newest key signs, every key verifies, so a key is
 * rotated by appending one and, once the last token made with the old one is dead, removing the old one.
 */
export class KeyRing {
  readonly newest: DerivedKey;
  // A Map and not an object: a key id from outside such as `__proto__` must find nothing.
  private readonly byKid = new Map<string, DerivedKey>();

  /**
   * @param masters oldest to newest, at least one
   * @param purpose such as `report-download/v1`; another text gives other keys
   * @throws Error naming the key id, never the secret, when the ring can't be used
   */
  constructor(
    masters: readonly MasterKey[],
    readonly purpose: string,
  ) {
    let newest: DerivedKey | undefined;
    for (const { kid, secret } of masters) {
      if (!KID.test(kid)) throw new Error(`key id ${JSON.stringify(kid)} is not 1 to 32 URL-safe characters`);
      if (secret.length < SECRET_BYTES) throw new Error(`key ${kid} is shorter than ${SECRET_BYTES} bytes`);
      if (this.byKid.has(kid)) throw new Error(`key id ${kid} appears twice`);
      newest = { kid, key: Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)) };
      this.byKid.set(kid, newest);
    }
    if (newest === undefined) throw new Error(`no key to sign for ${purpose}`);
    this.newest = newest;
  }

  find(kid: string): DerivedKey | undefined {
    return this.byKid.get(kid);
  }
}
