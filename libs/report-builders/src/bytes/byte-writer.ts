import { fixedDecimal, scaledInteger } from '@pressroom/document';

const ZERO = 48;
const POINT = 46;
const MINUS = 45;

/** Whole numbers of up to this size are written digit by digit; beyond, by their text. */
const SMALL = 1e15;

/** Most figures have at most this many decimals. */
const DECIMALS = 4;
const SCALE = 10 ** DECIMALS;
const SERIAL_DECIMALS = 10;
const SERIAL_SCALE = 10 ** SERIAL_DECIMALS;

/** What is held at first: enough for a small table. */
const FIRST_BYTES = 4096;

/**
 * A growing buffer that text formats are encoded into byte by byte: several times faster than building strings and
 * encoding those, and the same for every thread. Not safe against `reserve` being forgotten: each method says what it
 * needs, and the ones that take text reserve by themselves.
 */
export class ByteWriter {
  buffer: Buffer;
  length = 0;

  /** @param size bytes that its owner takes at a time; less is held while there is less to write, more when needed */
  constructor(private readonly size: number) {
    this.buffer = Buffer.allocUnsafeSlow(Math.min(size, FIRST_BYTES));
  }

  /** Makes room for `bytes` more. */
  reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  /** Hands over what was written and starts afresh; the bytes handed over stay untouched. */
  take(): Buffer {
    const written = this.buffer.subarray(0, this.length);
    this.length = 0;
    // Memory outside the heap makes the collector run early: a few bytes must not hold a large piece of it.
    if (written.length * 4 < this.buffer.length) return Buffer.from(written);
    this.buffer = Buffer.allocUnsafeSlow(Math.min(this.size, this.buffer.length));
    return written;
  }

  /** One byte, room reserved by the caller. */
  byte(code: number): void {
    this.buffer[this.length] = code;
    this.length += 1;
  }

  /** Prepared bytes, room reserved by the caller. */
  bytes(source: Uint8Array): void {
    const { buffer } = this;
    let at = this.length;
    // A loop beats set() for the few dozen bytes of a cell's prefix. The bound is known, hence the plain index.
    for (let index = 0; index < source.length; index += 1) buffer[at++] = source[index] as number;
    this.length = at;
  }

  /** ASCII text such as markup or digits. */
  ascii(text: string): void {
    this.reserve(text.length);
    const { buffer } = this;
    let at = this.length;
    for (let index = 0; index < text.length; index += 1) buffer[at++] = text.charCodeAt(index);
    this.length = at;
  }

  /** Any text as UTF-8; a lone surrogate becomes U+FFFD. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.buffer.write(text, this.length, 'utf8');
  }

  /**
   * One character beyond ASCII at `index`, as UTF-8; room for four bytes reserved by the caller.
   * Lone surrogates, C1 controls and U+FFFE/U+FFFF become U+FFFD.
   * @returns how many UTF-16 units were read: 1 or 2
   */
  beyondAscii(text: string, index: number): 1 | 2 {
    let code = text.codePointAt(index) ?? 0xfffd;
    if (code > 0xffff) {
      this.byte(0xf0 | (code >> 18));
      this.byte(0x80 | ((code >> 12) & 63));
      this.byte(0x80 | ((code >> 6) & 63));
      this.byte(0x80 | (code & 63));
      return 2;
    }
    if (code < 0xa0 || (code >= 0xd800 && code <= 0xdfff) || code >= 0xfffe) code = 0xfffd;
    if (code < 0x800) {
      this.byte(0xc0 | (code >> 6));
    } else {
      this.byte(0xe0 | (code >> 12));
      this.byte(0x80 | ((code >> 6) & 63));
    }
    this.byte(0x80 | (code & 63));
    return 1;
  }

  /** A whole number below 10^15 in size. */
  whole(value: number): void {
    this.reserve(20);
    let rest = value;
    if (rest < 0) {
      this.byte(MINUS);
      rest = -rest;
    }
    this.digits(rest, rest < 10 ? 1 : rest < 100 ? 2 : rest < 1_000 ? 3 : countDigits(rest));
  }

  /** @param value below 10^count */
  private digits(value: number, count: number): void {
    const { buffer } = this;
    const end = this.length + count;
    let at = end - 1;
    let rest = value;
    // Beyond 31 bits only float division works; it is left as soon as possible.
    for (; rest > 0x7fffffff; at -= 1) {
      const tenth = Math.floor(rest / 10);
      buffer[at] = ZERO + (rest - tenth * 10);
      rest = tenth;
    }
    let small = rest | 0;
    for (; at >= this.length; at -= 1) {
      const tenth = (small / 10) | 0;
      buffer[at] = ZERO + (small - tenth * 10);
      small = tenth;
    }
    this.length = end;
  }

  /** A finite number in its shortest exact writing, as `String` gives it. */
  number(value: number): void {
    if (Number.isInteger(value) && value < SMALL && value > -SMALL)
      return this.whole(value === 0 ? 0 : value);
    const units = Math.round(value * SCALE);
    // Up to 15 digits name a float uniquely, so digits that give the value back are its shortest ones.
    if (units < SMALL && units > -SMALL && units / SCALE === value)
      return this.trimmed(units, SCALE, DECIMALS);
    this.ascii(String(value));
  }

  /**
   * A day number of Excel, to the tenth decimal: some ten microseconds of a day. Rounded up, but for the noise of the
   * float, so that a reader which cuts 11:00:00 to minutes doesn't arrive at 10:59.
   * @param value 0 to 9,999,999
   */
  serial(value: number): void {
    if (Number.isInteger(value)) return this.whole(value);
    const whole = Math.floor(value);
    const units = Math.ceil((value - whole) * SERIAL_SCALE - 0.1);
    this.whole(units === SERIAL_SCALE ? whole + 1 : whole);
    if (units === 0 || units === SERIAL_SCALE) return;
    this.fraction(units, SERIAL_DECIMALS);
  }

  /** A point and so many decimals, without the zeros at the end. */
  private fraction(units: number, decimals: number): void {
    this.reserve(decimals + 1);
    this.byte(POINT);
    this.digits(units, decimals);
    while (this.buffer[this.length - 1] === ZERO) this.length -= 1;
  }

  /** units / scale without trailing zeros. */
  private trimmed(units: number, scale: number, decimals: number): void {
    this.reserve(30);
    let rest = units;
    if (rest < 0) {
      this.byte(MINUS);
      rest = -rest;
    }
    const whole = Math.floor(rest / scale);
    this.whole(whole);
    const fraction = rest - whole * scale;
    if (fraction !== 0) this.fraction(fraction, decimals);
  }

  /** A finite number with fixed decimals, rounded as `display` rounds, without separators. @param digits 0 to 4 */
  fixed(value: number, digits: number): void {
    const units = scaledInteger(value, digits);
    if (units === null) return this.ascii(fixedDecimal(value, digits) ?? String(value));
    if (digits === 0) return this.whole(units);
    this.reserve(24);
    let rest = units;
    if (rest < 0) {
      this.byte(MINUS);
      rest = -rest;
    }
    const power = digits === 2 ? 100 : 10 ** digits;
    const whole = Math.floor(rest / power);
    this.whole(whole);
    this.byte(POINT);
    this.digits(rest - whole * power, digits);
  }
}

function countDigits(value: number): number {
  let count = 4;
  for (let bound = 10_000; value >= bound; bound *= 10) count += 1;
  return count;
}
