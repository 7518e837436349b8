import { DomainError } from '@pressroom/kernel';
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** After a look at the issuer's keys, for whatever reason, it is left alone so long: unknown key ids cost it nothing. */
const COOL_DOWN_MS = 30_000;
const TIMEOUT_MS = 5000;
const MOST_BYTES = 65_536;
const LEAST_BITS = 2048;
/** Within which the issuer's own word on caching is believed. */
const FRESH_MS = { least: 300_000, most: 86_400_000 } as const;
/** While the issuer is away its last keys are believed so much longer. */
const STALE_MS = 86_400_000;

const keySet = z.object({
  keys: z.array(
    z.object({
      kty: z.string(),
      kid: z.string().optional(),
      use: z.string().optional(),
      alg: z.string().optional(),
      n: z.string().optional(),
      e: z.string().optional(),
    }),
  ),
});

/** The published keys of an issuer of identities, by key id, kept as long as it says and asked for at most every 30 s. */
export class GoogleKeys {
  private keys: ReadonlyMap<string, string> = new Map();
  private freshUntil = 0;
  private restUntil = 0;
  private loading: Promise<void> | null = null;

  /** @param now milliseconds that only rise */
  constructor(
    private readonly url: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * @returns the key in PEM, or null when the issuer publishes none of this id
   * @throws DomainError `unavailable` `issuer_away` when there are no keys to be had
   */
  async find(kid: string): Promise<string | null> {
    if (this.now() >= this.freshUntil || !this.keys.has(kid)) await this.refresh();
    if (this.keys.size === 0 || this.now() >= this.freshUntil + STALE_MS) throw issuerAway();
    return this.keys.get(kid) ?? null;
  }

  /** One look at a time; whoever comes meanwhile waits for it. */
  private async refresh(): Promise<void> {
    if (this.loading === null) {
      if (this.now() < this.restUntil) return;
      this.restUntil = this.now() + COOL_DOWN_MS;
      this.loading = this.load().finally(() => (this.loading = null));
    }
    await this.loading;
  }

  private async load(): Promise<void> {
    try {
      const answer = await fetch(this.url, {
        redirect: 'error',
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await readAtMost(answer, MOST_BYTES);
      if (!answer.ok) return;
      const keys = keysIn(text);
      if (keys.size === 0) return;
      this.keys = keys;
      this.freshUntil = this.now() + lifeOf(answer.headers.get('cache-control'));
    } catch {
      // away, too slow, too large or nonsense: the keys of before stay, and the next look comes after the rest
    }
  }
}

function keysIn(text: string): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { kty, kid, use = 'sig', alg = 'RS256', n, e } of keySet.parse(JSON.parse(text)).keys) {
    if (kty !== 'RSA' || kid === undefined || use !== 'sig' || alg !== 'RS256') continue;
    if (n === undefined || e === undefined) continue;
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS) continue;
    keys.set(kid, key.export({ type: 'spki', format: 'pem' }).toString());
  }
  return keys;
}

function lifeOf(cacheControl: string | null): number {
  const seconds = Number(/(?:^|[\s,])max-age=(\d{1,9})/.exec(cacheControl ?? '')?.[1] ?? 0);
  return Math.min(FRESH_MS.most, Math.max(FRESH_MS.least, seconds * 1000));
}

async function readAtMost(answer: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > most) throw new Error('more than any set of keys');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function issuerAway(): DomainError {
  return new DomainError('unavailable', 'issuer_away', {
    detail: 'the keys of the issuer can not be had; try again in a moment',
    retryAfterSeconds: COOL_DOWN_MS / 1000,
  });
}
