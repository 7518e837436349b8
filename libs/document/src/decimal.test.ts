import fc from 'fast-check';
import { fixedDecimal, groupThousands, scaledInteger } from './decimal';

/** The slow truth: rounding by BigInt on the written digits. */
function byBigInt(value: number, digits: number): string {
  const [mantissa = '', exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent) - digits;
  let units = BigInt(whole + fraction);
  if (scale <= 0) units *= 10n ** BigInt(-scale);
  else units = (units * 2n + 10n ** BigInt(scale)) / (2n * 10n ** BigInt(scale));
  const text = units.toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  const sign = value < 0 && units !== 0n ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, point)}.${text.slice(point)}`;
}

describe('rounding on the written digits', () => {
  it('agrees with exact arithmetic for every number', () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e25, max: 1e25 }),
      fc.double({ noNaN: true, min: -1e4, max: 1e4 }),
      fc.integer({ min: -2e9, max: 2e9 }).map((whole) => whole / 1000),
      fc.integer({ min: -200_000, max: 200_000 }).map((whole) => whole / 2000),
    );
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 4 }), (value, digits) => {
        expect(fixedDecimal(value, digits)).toBe(byBigInt(value, digits));
      }),
      { numRuns: 2000, seed: 20 },
    );
  });

  it('leaves ties and large numbers to the digits', () => {
    expect(scaledInteger(1.005, 2)).toBeNull();
    expect(scaledInteger(1.004, 2)).toBe(100);
    expect(scaledInteger(-0.001, 2)).toBe(0);
    expect(scaledInteger(3e9, 0)).toBeNull();
    expect(scaledInteger(Number.NaN, 2)).toBeNull();
  });

  it('multiplies shares exactly', () => {
    expect(fixedDecimal(0.285, 0, 2)).toBe('29');
    expect(fixedDecimal(0.5, 1, 2)).toBe('50.0');
    expect(fixedDecimal(-0.00005, 2, 2)).toBe('-0.01');
  });

  it('separates thousands in the whole part only', () => {
    expect(groupThousands('-1234567.8901')).toBe('-1,234,567.8901');
    expect(groupThousands('999')).toBe('999');
    expect(groupThousands('1000')).toBe('1,000');
  });
});
