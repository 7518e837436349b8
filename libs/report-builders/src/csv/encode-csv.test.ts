import type { CellValue, Column, Format } from '@pressroom/document';
import { ByteWriter } from '../bytes';
import { encodeHeader, encodeRow } from './encode-csv';

function line(values: readonly [CellValue, Format][]): string {
  const out = new ByteWriter(16);
  const columns = values.map(([, format], at): Column => ({ key: `c${at}`, title: 'C', format }));
  encodeRow(
    out,
    values.map(([value]) => value),
    columns,
  );
  return out.take().toString('utf8');
}

const text = (value: CellValue): string => line([[value, { kind: 'text' }]]);

describe('a CSV record', () => {
  it('quotes what RFC 4180 asks to be quoted, and nothing else', () => {
    expect(text('plain words')).toBe('plain words\r\n');
    expect(text('a,b')).toBe('"a,b"\r\n');
    expect(text('say "hi"')).toBe('"say ""hi"""\r\n');
    expect(text('two\nlines')).toBe('"two\nlines"\r\n');
    expect(text(' blank')).toBe('" blank"\r\n');
    expect(text('')).toBe('\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠x'])(
    'disarms text that begins like a formula: %j',
    (value) => {
      expect(text(value)).toBe(`"'${value}"\r\n`);
    },
  );

  it('disarms NUL, which no format carries', () => {
    expect(text('\u0000=1')).toBe('"\'\uFFFD=1"\r\n');
  });

  it('leaves numbers numbers', () => {
    const values: [CellValue, Format][] = [
      [-1.005, { kind: 'decimal', digits: 2 }],
      ['-12345678901234567890.5', { kind: 'decimal', digits: 2 }],
      [0.125, { kind: 'percent', digits: 0 }],
      [1234567, { kind: 'integer' }],
      [-5, { kind: 'duration' }],
      [425, { kind: 'time' }],
      [Number.NaN, { kind: 'integer' }],
    ];
    expect(line(values)).toBe('-1.01,-12345678901234567890.5,0.13,1234567,-5,07:05,\r\n');
  });

  it('writes days, instants and truth', () => {
    const values: [CellValue, Format][] = [
      ['2026-03-01', { kind: 'date' }],
      [new Date('2026-03-01T10:00:00Z'), { kind: 'date' }],
      [new Date('2026-03-01T10:00:00Z'), { kind: 'instant', timeZone: 'Asia/Tokyo' }],
      [true, { kind: 'boolean' }],
      [null, { kind: 'boolean' }],
    ];
    expect(line(values)).toBe('2026-03-01,2026-03-01,2026-03-01T10:00:00.000Z,true,\r\n');
  });
});

describe('a CSV header', () => {
  it('has the name that a contract fixes, otherwise the title with its unit', () => {
    const out = new ByteWriter(16);
    encodeHeader(out, [
      { key: 'a', title: 'Energy', unit: 'kcal', format: { kind: 'integer' } },
      { key: 'b', title: 'Uptime', unit: 'hours', csvName: 'uptime_last_day', format: { kind: 'integer' } },
    ]);
    expect(out.take().toString()).toBe('Energy (kcal),uptime_last_day\r\n');
  });
});
