import { pdfValue } from './pdf-value';
import { RawObject } from './raw-object';

describe('a value as PDF text', () => {
  it('tells names, texts and other kinds apart', () => {
    const value = {
      Type: 'Catalog',
      Lang: new String('en (GB)'),
      Title: new String('é'),
      Kids: [1, 0.00000004, -2.5, null, undefined, true],
      Left: undefined,
      Made: new Date('2026-02-03T04:05:06.789Z'),
      K: new RawObject('[7 0 R]'),
      Inner: {},
    };
    expect(pdfValue(value)).toBe(
      '<</Type /Catalog/Lang (en \\(GB\\))/Title <FEFF00E9>/Kids [1 0 -2.5 null null true]' +
        '/Made (D:20260203040506Z)/K [7 0 R]/Inner <<>>>>',
    );
  });
});
