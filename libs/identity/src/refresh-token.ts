import { createHash, randomBytes } from 'node:crypto';

const SHAPE = /^prt_[A-Za-z0-9_-]{43}$/;

/** A new refresh token: 256 random bits behind a prefix by which secret scanners know it. */
export function newRefreshToken(): string {
  return `prt_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 of a token as it is stored, or null for a text that was never one. No salt: 256 random bits need none. */
export function refreshTokenHash(token: string): Buffer | null {
  return SHAPE.test(token) ? createHash('sha256').update(token).digest() : null;
}
