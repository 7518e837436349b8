import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';

/** How a code lives (NIST SP 800-63B 5.1.3, OWASP ASVS 5.0 6.5 and 6.6). */
export const CODE_RULES = {
  digits: 6,
  /** From the moment that it is on its way. */
  lifeSeconds: 300,
  /** A message that waited longer is not sent any more: all in all a request is over after twice this. */
  sendWithinSeconds: 300,
  tries: 5,
  /** Wrong codes of one number within an hour before each further one must wait, at first and at most. */
  failures: 10,
  waitSeconds: { first: 30, most: 3600 },
} as const;

const DUMMY = Buffer.alloc(32);

/** A new code, leading zeros kept. */
export function newCode(): string {
  return String(randomInt(10 ** CODE_RULES.digits)).padStart(CODE_RULES.digits, '0');
}

/** A code as it is stored: worthless without the pepper, and for any other challenge. */
export function codeHmac(pepper: Buffer, challengeId: string, code: string): Buffer {
  return createHmac('sha256', pepper).update(`code ${challengeId} ${code}`).digest();
}

/** The same work whether there is something to compare with or not. */
export function isCode(
  pepper: Buffer,
  challenge: { id: string; codeHmac: Buffer } | null,
  code: string,
): boolean {
  const told = codeHmac(pepper, challenge?.id ?? '-', code);
  return timingSafeEqual(told, challenge?.codeHmac ?? DUMMY) && challenge !== null;
}

/** A number or a network as it is counted: without the pepper nobody is found by it. */
export function countedAs(pepper: Buffer, what: 'phone' | 'network', text: string): Buffer {
  return createHmac('sha256', pepper).update(`${what} ${text}`).digest();
}

/** Seconds that a number with so many failures within an hour waits between tries; 0 for none. */
export function waitAfter(failures: number): number {
  const { first, most } = CODE_RULES.waitSeconds;
  const over = failures - CODE_RULES.failures;
  return over < 0 ? 0 : Math.min(most, first * 2 ** Math.min(over, 20));
}
