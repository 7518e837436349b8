import {
  addDays,
  daysBetween,
  decodeCursor,
  encodeCursor,
  isId,
  isLocalDate,
  localDateIn,
  newId,
  textFault,
  toPage,
} from './index';

describe('kernel', () => {
  it('makes ids that sort by creation', () => {
    const ids = Array.from({ length: 100 }, newId);
    expect(ids.every(isId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
  });

  it('takes existing calendar dates only', () => {
    expect(['2024-02-29', '0001-01-01', '9999-12-31'].every(isLocalDate)).toBe(true);
    expect(
      ['2023-02-29', '2024-13-01', '2024-1-1', '0000-01-01', '2024-01-01T00:00', ''].some(isLocalDate),
    ).toBe(false);
  });

  it('names the local date of an instant in its zone', () => {
    const instant = new Date('2024-03-10T07:30:00Z');
    expect(localDateIn('America/Los_Angeles', instant)).toBe('2024-03-09');
    expect(localDateIn('Pacific/Apia', instant)).toBe('2024-03-10');
  });

  it('counts days over month ends and daylight saving changes', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2024-03-01', '2024-04-01')).toBe(31);
  });

  it('hands out a cursor only while more rows follow', () => {
    const rows = [
      { at: '2024-01-02 10:00:00.123456+00', id: newId() },
      { at: '2024-01-01T10:00:00Z', id: newId() },
    ];
    const page = toPage(
      rows,
      1,
      (row) => row,
      (row) => row.id,
    );
    expect(page.data).toEqual([rows[0]?.id]);
    expect(decodeCursor(page.nextCursor ?? '')).toEqual(rows[0]);
    expect(
      toPage(
        rows,
        2,
        (row) => row,
        (row) => row.id,
      ).nextCursor,
    ).toBeNull();
  });

  it('refuses a cursor that it did not make', () => {
    for (const text of [
      '',
      'abc',
      encodeCursor({ at: 'now()', id: newId() }),
      encodeCursor({ at: '0', id: newId() }),
      encodeCursor({ at: '2024-13-01 10:00:00+00', id: newId() }),
      encodeCursor({ at: '2024-02-30 10:00:00+00', id: newId() }),
      encodeCursor({ at: '0000-01-01T10:00:00Z', id: newId() }),
      encodeCursor({ at: '2024-01-01T24:00:00Z', id: newId() }),
      encodeCursor({ at: '2024-01-01T10:00:60Z', id: newId() }),
      encodeCursor({ at: '2024-01-01T10:00:00Z', id: 'x' }),
      Buffer.from('[1,2]').toString('base64url'),
    ]) {
      expect(() => decodeCursor(text)).toThrow('is not a cursor');
    }
  });

  it('finds text that PostgreSQL cannot keep', () => {
    expect(textFault('a\u0000b')).toContain('U+0000');
    expect(textFault('\ud83d')).toContain('surrogate');
    expect(textFault('🍏 עברית')).toBeNull();
  });
});
