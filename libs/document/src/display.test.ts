import { display } from './display';
import type { CellValue, Format } from './values';

const decimal = (digits: 0 | 1 | 2 | 3 | 4): Format => ({ kind: 'decimal', digits });

describe('display rounds half away from zero on the written digits', () => {
  const cases: [CellValue, Format, string][] = [
    [1.005, decimal(2), '1.01'],
    [-1.005, decimal(2), '-1.01'],
    [2.5, decimal(0), '3'],
    [-2.5, decimal(0), '-3'],
    [0.5, { kind: 'integer' }, '1'],
    [-0.4, decimal(0), '0'],
    [-0, decimal(2), '0.00'],
    [-0.001, decimal(2), '0.00'],
    [8.345, decimal(2), '8.35'],
    [0.1 + 0.2, decimal(2), '0.30'],
    [999.995, decimal(2), '1,000.00'],
    [9.9999, decimal(3), '10.000'],
    [1e21, decimal(0), '1,000,000,000,000,000,000,000'],
    [1.5e-7, decimal(4), '0.0000'],
    [5e-5, decimal(4), '0.0001'],
    [1234567.891, decimal(1), '1,234,567.9'],
    [-123, decimal(0), '-123'],
    [-1234, { kind: 'integer' }, '-1,234'],
    [0.125, { kind: 'percent', digits: 1 }, '12.5 %'],
    [0.285, { kind: 'percent', digits: 0 }, '29 %'],
    [1.005, { kind: 'percent', digits: 0 }, '101 %'],
    [12, { kind: 'percent', digits: 0 }, '1,200 %'],
    ['12345678901234567890.125', decimal(2), '12,345,678,901,234,567,890.13'],
    ['0.285', { kind: 'percent', digits: 0 }, '29 %'],
  ];
  it.each(cases)('%p as %p is %s', (value, format, text) => {
    expect(display(value, format)).toBe(text);
  });
});

describe('display shows every kind of value', () => {
  const cases: [CellValue, Format, string][] = [
    [null, decimal(2), ''],
    [Number.NaN, decimal(2), '–'],
    [Number.POSITIVE_INFINITY, { kind: 'integer' }, '–'],
    [new Date(Number.NaN), { kind: 'date' }, '–'],
    ['9007199254740993123', { kind: 'id' }, '9007199254740993123'],
    [2026, { kind: 'id' }, '2026'],
    [12345.5, { kind: 'text' }, '12345.5'],
    ['n/a', decimal(2), 'n/a'],
    ['1899-12-31', { kind: 'date' }, '1899-12-31'],
    [new Date('2026-03-01T00:00:00Z'), { kind: 'date' }, '2026-03-01'],
    [new Date('2026-03-01T23:30:15Z'), { kind: 'instant', timeZone: 'Asia/Kathmandu' }, '2026-03-02 05:15'],
    [
      new Date('2026-03-01T23:30:15Z'),
      { kind: 'instant', timeZone: 'UTC', seconds: true },
      '2026-03-01 23:30:15',
    ],
    [0, { kind: 'time' }, '00:00'],
    [425, { kind: 'time' }, '07:05'],
    [1440, { kind: 'time' }, '24:00'],
    [3723, { kind: 'duration' }, '1:02:03'],
    [59.5, { kind: 'duration' }, '0:01:00'],
    [-5, { kind: 'duration' }, '-0:00:05'],
    [360000, { kind: 'duration' }, '100:00:00'],
    [true, { kind: 'boolean' }, 'yes'],
    [false, { kind: 'boolean' }, 'no'],
  ];
  it.each(cases)('%p as %p is %p', (value, format, text) => {
    expect(display(value, format)).toBe(text);
  });

  it('keeps to the local clock on both sides of a daylight saving change', () => {
    const format: Format = { kind: 'instant', timeZone: 'Europe/Berlin' };
    expect(display(new Date('2026-10-25T00:59:59Z'), format)).toBe('2026-10-25 02:59');
    expect(display(new Date('2026-10-25T01:00:00Z'), format)).toBe('2026-10-25 02:00');
    expect(display(new Date('1900-01-01T00:00:00Z'), format)).toBe('1900-01-01 01:00');
  });
});
