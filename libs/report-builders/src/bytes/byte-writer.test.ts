import { fixedDecimal } from '@pressroom/document';
import fc from 'fast-check';
import { ByteWriter, isoInstant } from '.';

function written(write: (out: ByteWriter) => void): string {
  const out = new ByteWriter(4);
  write(out);
  return out.take().toString('utf8');
}

const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -1e9, max: 1e9 }).map((units) => units / 10_000),
);

describe('ByteWriter', () => {
  it('writes every number as its shortest exact text', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        expect(written((out) => out.number(value))).toBe(String(value));
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it('rounds to fixed decimals exactly as every other format does', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 4 }), (value, digits) => {
        expect(written((out) => out.fixed(value, digits))).toBe(fixedDecimal(value, digits));
      }),
      { numRuns: 2_000, seed: 8 },
    );
  });

  it('never writes a moment of a day as earlier than it is', () => {
    const out = new ByteWriter(64);
    let [earliest, latest] = [0, 0];
    for (let second = 0; second < 86_400; second += 1) {
      out.length = 0;
      out.serial(46_023 + second / 86_400);
      const serial = Number(out.buffer.toString('latin1', 0, out.length));
      const error = (serial - 46_023) * 86_400 - second;
      earliest = Math.min(earliest, error);
      latest = Math.max(latest, error);
    }
    expect(earliest).toBeGreaterThan(-2e-6);
    expect(latest).toBeLessThan(2e-5);
  });

  it('writes text beyond ASCII as UTF-8 and what is no character as U+FFFD', () => {
    const text = 'é日😀\uD800x\u0085\uFFFE';
    const encoded = written((out) => {
      out.reserve(100);
      for (let at = 0; at < text.length;) {
        if (text.charCodeAt(at) < 0x7f) {
          out.byte(text.charCodeAt(at));
          at += 1;
        } else {
          at += out.beyondAscii(text, at);
        }
      }
    });
    expect(encoded).toBe('é日😀\uFFFDx\uFFFD\uFFFD');
  });

  it('leaves what it has handed over untouched', () => {
    const out = new ByteWriter(8);
    out.ascii('first');
    const first = out.take();
    out.ascii('second, longer than the buffer');
    expect(first.toString()).toBe('first');
    expect(out.take().toString()).toBe('second, longer than the buffer');
  });
});

describe('isoInstant', () => {
  it('agrees with toISOString over all years', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(isoInstant(date.getTime())).toBe(date.toISOString());
      }),
      { numRuns: 2_000, seed: 9 },
    );
  });
});
