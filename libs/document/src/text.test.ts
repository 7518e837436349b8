import { CELL_LIMIT, cleanText, cutText, plainCell } from './text';

describe('text hygiene', () => {
  it('keeps ordinary text, line breaks, emoji and right-to-left text', () => {
    const text = 'a\tb\r\nc 👩‍👩‍👧 שלום é';
    expect(cleanText(text)).toBe(text);
  });

  it('replaces control characters, lone surrogates and non-characters', () => {
    expect(cleanText('a\u0000b\u001Fc\u0085d\uFFFEe')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe');
    expect(cleanText('\uD800x \uDC00 \uD83D\uDE00')).toBe('\uFFFDx \uFFFD \uD83D\uDE00');
  });

  it('cuts at the limit of a cell and says so', () => {
    const cut = cutText('x'.repeat(40_000));
    expect(cut).toHaveLength(CELL_LIMIT);
    expect(cut.endsWith('… [cut: 40000 characters]')).toBe(true);
    expect(cutText('y'.repeat(CELL_LIMIT))).toBe('y'.repeat(CELL_LIMIT));
  });

  it('never cuts a pair of surrogates in half', () => {
    for (let lead = 0; lead < 2; lead += 1) {
      expect(cleanText(cutText('z'.repeat(lead) + '😀'.repeat(30), 40))).not.toContain('\uFFFD');
    }
  });
});

describe('plainCell', () => {
  it('turns objects that a library could take for a formula into text', () => {
    expect(plainCell({ formula: '1+1' })).toBe('{"formula":"1+1"}');
    expect(plainCell(12345678901234567890n)).toBe('12345678901234567890');
    expect(plainCell(undefined)).toBeNull();
    expect(plainCell(1.5)).toBe(1.5);
    expect(plainCell(true)).toBe(true);
  });
});
