import * as fc from 'fast-check';
import { readPdfTables } from '../../../../test/conformance/read-pdf';
import { printPdf, tableSection, textColumns } from '../../../../test/conformance/print-pdf';
import { baseDirection, visualRuns } from './bidi';
import { Press } from './press';
import { STYLES } from './style';

const press = (): Press => new Press({ title: 'T', subject: '', language: 'en', asOf: null });

const cellsOf = async (texts: readonly string[]): Promise<string[] | undefined> => {
  const rows = texts.map((text) => [text]);
  const { read } = await printPdf([tableSection({ columns: textColumns('Text'), rows: [rows] })]);
  return readPdfTables(read)[0]?.rows.flat();
};

describe('text in a printed report', () => {
  it('can be taken out as it was put in, whatever its script', async () => {
    const texts = [
      'Zażółć gęślą jaźń',
      'Съешь ещё этих булок',
      'Ξεσκεπάζω την ψυχοφθόρα',
      'مرحبا بالعالم',
      'السعر 1,234.50 دينار (تقريبا)',
      'שלום עולם',
      'mixed שלום 12:30 and مرحبا end',
      '中文 日本語 한국어',
      'हिन्दी ไทย',
      '🎉 👩‍👩‍👧‍👦 🇦🇹',
      'e\u0301 é \u00a0 µ μ Ω Ω',
      'soft\u00adhyphen zero\u200bwidth',
      '\u202egnp.exe',
      'two\nlines\n\nand a third',
      'tab\there',
      '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ½ ₂ ﬁ',
    ];
    const expected = texts.map((text) => text.replace('\t', ' '));
    expect(await cellsOf(texts)).toEqual(expected);
  });

  it('shows control characters and halves of surrogate pairs as replaced', async () => {
    expect(await cellsOf(['a\u0000b', 'c\ud800d', 'e\ufffef', 'g\u0007'])).toEqual([
      'a\ufffdb',
      'c\ufffdd',
      'e\ufffdf',
      'g\ufffd',
    ]);
  });

  it('shows characters that no face has as boxes, and faces in turn for those that another has', () => {
    const { typesetter, fonts } = press();
    const missing = typesetter.line('中', 'regular');
    const box = typesetter.line('□', 'regular');
    expect(missing.pieces[0]?.runs[0]?.hex).toBe(box.pieces[0]?.runs[0]?.hex);
    expect(missing.pieces[0]?.actual).toBe('中');
    const other = typesetter.line('\u{1d518}', 'regular');
    expect(other.pieces[0]?.runs[0]?.face).not.toBe(fonts.text('regular'));
  });

  it('joins Arabic letters and draws them from right to left', () => {
    const { typesetter } = press();
    const joined = typesetter.line('بب', 'regular');
    const alone = typesetter.line('ب', 'regular');
    expect(joined.advance).toBeLessThan(2 * alone.advance - 1);
    expect(joined.direction).toBe('rtl');
  });
});

describe('the order of mixed text', () => {
  const shown = (text: string): string[] =>
    visualRuns(text, baseDirection(text)).map(({ text: run, direction }) =>
      direction === 'rtl' ? [...run].reverse().join('') : run,
    );

  it('keeps numbers readable within leftward text', () => {
    expect(shown('אב 12.5 גד').join('')).toBe('דג 12.5 בא');
    expect(shown('price אב 12 now').join('')).toBe('price 12 בא now');
  });

  it('mirrors brackets of leftward text', () => {
    expect(shown('אב (גד)').join('')).toBe('(דג) בא');
  });

  it('takes its direction from the first letter', () => {
    expect(baseDirection('12 אב ab')).toBe('rtl');
    expect(baseDirection('12 ab אב')).toBe('ltr');
    expect(baseDirection('12 …')).toBe('ltr');
  });
});

describe('broken lines', () => {
  const text = fc
    .array(fc.constantFrom('a', 'wide', ' ', '-', '/', 'é', 'مر', '🎉', 'e\u0301', 'x'.repeat(30), '\u00a0'))
    .map((parts) => parts.join(''));

  it('read one after another give the text, and none is too wide', () => {
    const { typesetter } = press();
    const style = STYLES.cell;
    const one = press();
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 200 }), (sample, width) => {
        const lines = one.wrap(sample, style, width);
        expect(lines.map((line) => line.text).join('')).toBe(sample);
        for (const line of lines)
          expect(
            (typesetter.advance(line.text.trimEnd(), 'regular') * style.size) / 1000,
          ).toBeLessThanOrEqual(width + 0.1);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('never part a pair of surrogates or a letter and its mark', () => {
    const lines = press().wrap('🎉e\u0301'.repeat(40), STYLES.cell, 25);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(line.text).not.toMatch(/^[\udc00-\udfff\u0301]/);
  });

  it('prefer to part long words after punctuation', () => {
    const lines = press().wrap('/archive/2026/reports/nutrition/weekly', STYLES.cell, 80);
    for (const line of lines.slice(0, -1)) expect(line.text.endsWith('/')).toBe(true);
  });

  it('hold words together at no-break spaces', () => {
    const lines = press().wrap('aaaa bbbb 100\u00a0%', STYLES.cell, 50);
    expect(lines.at(-1)?.text).toBe('100\u00a0%');
  });
});
