/** Shortest secret that production takes, in bytes. */
export const SECRET_BYTES = 32;

/** Estimated bits below which a secret counts as guessable; 32 random bytes come out near 150. */
const LEAST_BITS = 96;

/** Words of published examples and habits; a random secret contains none of them but by a chance of about 1 in 10⁶. */
const EXAMPLE_WORDS = [
  'replace',
  'secret',
  'password',
  'changeme',
  'change-me',
  'change_me',
  'example',
  'postgres',
  'pressroom',
  'default',
  'insecure',
  'letmein',
  'qwerty',
  '0123456789',
  'abcdefgh',
];

/**
 * Why a secret is too weak for production, or null.
 * Length first; then words of examples; then the entropy of its bytes and of their steps, so that repeats and
 * sequences count as what they are.
 */
export function weakness(secret: Buffer): string | null {
  if (secret.length < SECRET_BYTES) return `is shorter than ${SECRET_BYTES} bytes`;
  if (isExample(secret)) return 'looks like a value from an example';
  if (repeats(secret)) return 'repeats itself';
  const steps = secret.subarray(1).map((byte, index) => (byte - (secret[index] ?? 0)) & 0xff);
  if (Math.min(entropyBits(secret), entropyBits(steps)) < LEAST_BITS) return 'is too easy to guess';
  return null;
}

/** True for texts that published examples use. */
export function isExample(secret: Buffer): boolean {
  const words = secret.toString('latin1').toLowerCase();
  return EXAMPLE_WORDS.some((word) => words.includes(word));
}

/** Shannon entropy of the byte frequencies times the length, in bits. */
function entropyBits(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / bytes.length);
  return bits;
}

/** True when the whole is one shorter piece over and over. */
function repeats(bytes: Buffer): boolean {
  for (let period = 1; period <= bytes.length / 2; period += 1) {
    if (bytes.subarray(period).equals(bytes.subarray(0, bytes.length - period))) return true;
  }
  return false;
}
