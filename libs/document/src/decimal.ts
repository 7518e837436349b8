/**
 * Decimal arithmetic on the written digits of a number. Binary floats can't hold 1.005; the shortest text that
 * names the float (ECMAScript Number::toString) can, and that is what a person sees and means.
 */

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/** A number as digits: value = ±digits × 10^-scale. */
interface Digits {
  negative: boolean;
  digits: string;
  scale: number;
}

function digitsOf(text: string): Digits | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? '';
  return {
    negative: match[1] === '-',
    digits: (match[2] ?? '') + fraction,
    scale: fraction.length - Number(match[4] ?? 0),
  };
}

function increment(digits: string): string {
  let at = digits.length - 1;
  while (at >= 0 && digits[at] === '9') at -= 1;
  const zeros = '0'.repeat(digits.length - 1 - at);
  return at < 0 ? `1${zeros}` : digits.slice(0, at) + String(Number(digits[at]) + 1) + zeros;
}

/** Drops decimals beyond `scale`, half away from zero; gives the digits at exactly that scale. */
function atScale(digits: string, from: number, to: number): string {
  if (from <= to) return digits + '0'.repeat(to - from);
  const cut = digits.length - (from - to);
  if (cut < 0) return '0';
  const kept = cut === 0 ? '0' : digits.slice(0, cut);
  return digits.charCodeAt(cut) >= 53 ? increment(kept) : kept;
}

/** True when the text is a plain or exponent decimal of a length that can be written out. */
export function isDecimalText(text: string): boolean {
  return text.length <= 64 && /^[+-]?\d+(?:\.\d+)?$/.test(text);
}

const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;
const SURELY = 2 ** 31;
const NEAR_TIE = 1e-6;

/**
 * The rounded value counted in units of 10^-digits, where plain arithmetic can't err: below 2^31 units the product is
 * off by less than 5e-7 units from the written digits, so away from a tie the nearest whole number is the right one.
 * @returns null near a tie, for large numbers and for more than 6 digits: `fixedDecimal` decides those by the digits
 */
export function scaledInteger(value: number, digits: number): number | null {
  const units = Math.abs(value) * (POWERS[digits] ?? Number.NaN);
  if (!(units < SURELY)) return null;
  const whole = Math.floor(units);
  const rest = units - whole;
  if (Math.abs(rest - 0.5) < NEAR_TIE) return null;
  const rounded = rest > 0.5 ? whole + 1 : whole;
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

function fromUnits(units: number, digits: number): string {
  if (digits === 0) return String(units);
  const text = String(Math.abs(units)).padStart(digits + 1, '0');
  const point = text.length - digits;
  return `${units < 0 ? '-' : ''}${text.slice(0, point)}.${text.slice(point)}`;
}

/**
 * Fixed decimals, half away from zero on the written digits: 1.005 → `1.01`, -0.5 with 0 digits → `-1`, never `-0`.
 * @param value a finite number, or decimal text for values that a float can't hold
 * @param digits decimals shown, 0 or more
 * @param shift powers of ten to multiply by first, exactly: 2 turns a share into percent
 * @returns no thousands separators; null when the value is not a finite decimal
 */
export function fixedDecimal(value: number | string, digits: number, shift = 0): string | null {
  // A shift multiplies like a digit does, so both go into the one scaling.
  const units = typeof value === 'number' ? scaledInteger(value, digits + shift) : null;
  if (units !== null) return fromUnits(units, digits);
  const parsed = digitsOf(String(value));
  if (parsed === null) return null;
  const rounded = atScale(parsed.digits, parsed.scale - shift, digits)
    .replace(/^0+/, '')
    .padStart(digits + 1, '0');
  const whole = rounded.slice(0, rounded.length - digits);
  const text = digits === 0 ? whole : `${whole}.${rounded.slice(-digits)}`;
  return parsed.negative && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Commas between groups of three of the whole part: `-1234567.5` → `-1,234,567.5`. */
export function groupThousands(text: string): string {
  const point = text.indexOf('.');
  const end = point < 0 ? text.length : point;
  const start = text.startsWith('-') ? 1 : 0;
  if (end - start <= 3) return text;
  let grouped = text.slice(end);
  let at = end;
  for (; at - start > 3; at -= 3) grouped = `,${text.slice(at - 3, at)}${grouped}`;
  return text.slice(0, at) + grouped;
}
