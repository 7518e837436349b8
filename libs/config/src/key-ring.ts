import { randomBytes } from 'node:crypto';
import type { Environment } from './environment';
import { weakness } from './secret-strength';

/** One key of a ring. Rings are ordered oldest → newest: the newest signs, all verify. */
export interface RingKey {
  kid: string;
  secret: Buffer;
}

/** Variables that hold a ring. */
export const RING_NAMES = ['SIGNING_KEYS', 'JWT_KEYS', 'DATA_KEYS'] as const;
export type RingName = (typeof RING_NAMES)[number];

const KID = /^[A-Za-z0-9_-]{1,32}$/;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/**
 * Reads `kid:base64url,kid:base64url` (oldest first). Faults of form count everywhere, faults of strength in production.
 * @returns the ring; empty when something was wrong and noted
 */
export function readRing(environment: Environment, name: string): RingKey[] {
  const known = environment.faults.length;
  const text = environment.secret(name);
  if (text === undefined) {
    if (environment.faults.length === known) environment.fault(name, missingWords(environment));
    return [];
  }
  const ring: RingKey[] = [];
  for (const [index, part] of text.split(',').entries()) {
    const fault = addKey(ring, part.trim());
    if (fault !== null) environment.fault(name, `(key ${index + 1}) ${fault}`);
  }
  if (environment.production) {
    for (const [index, { secret }] of ring.entries()) {
      const fault = weakness(secret);
      if (fault !== null) environment.fault(name, `(key ${index + 1}) ${fault}`);
    }
  }
  return environment.faults.length === known ? ring : [];
}

/** What to do about a secret that is not set. */
export function missingWords(environment: Environment): string {
  return environment.production
    ? 'is not set; `npm run keys` prints fresh ones'
    : 'is not set; `npm start` makes development keys in PRESSROOM_HOME, `npm run keys` prints fresh ones';
}

/** A new key with a random kid. */
export function newKey(): RingKey {
  return { kid: randomBytes(4).toString('hex'), secret: randomBytes(32) };
}

/** A ring as the text that the environment carries. */
export function writeRing(ring: readonly RingKey[]): string {
  return ring.map(({ kid, secret }) => `${kid}:${secret.toString('base64url')}`).join(',');
}

function addKey(ring: RingKey[], part: string): string | null {
  const colon = part.indexOf(':');
  const kid = part.slice(0, Math.max(colon, 0));
  const body = part.slice(colon + 1);
  if (!KID.test(kid) || !BASE64URL.test(body)) return 'is not written as kid:base64url';
  if (ring.some((key) => key.kid === kid)) return 'has the kid of another key';
  ring.push({ kid, secret: Buffer.from(body, 'base64url') });
  return null;
}
