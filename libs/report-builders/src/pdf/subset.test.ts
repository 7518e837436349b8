import { face } from './face';
import { subsetFont } from './subset';

const tables = (font: Buffer): Map<string, Buffer> =>
  new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
      const at = 12 + index * 16;
      const offset = font.readUInt32BE(at + 8);
      return [
        font.toString('latin1', at, at + 4),
        font.subarray(offset, offset + font.readUInt32BE(at + 12)),
      ];
    }),
  );

const glyphLength = (font: Map<string, Buffer>, glyph: number): number => {
  const loca = font.get('loca') ?? Buffer.alloc(0);
  return loca.readUInt32BE(glyph * 4 + 4) - loca.readUInt32BE(glyph * 4);
};

describe('a font cut to some glyphs', () => {
  const sans = face('DejaVuSansCondensed');
  const a = sans.glyph(0x61);
  const accented = sans.glyph(0x1ea5); // made of parts

  it('holds them in the order asked, one twice if asked twice', () => {
    const cut = tables(subsetFont(sans.bytes, [0, a, a]));
    expect(cut.get('maxp')?.readUInt16BE(4)).toBe(3);
    const hmtx = cut.get('hmtx') ?? Buffer.alloc(0);
    expect(hmtx.readUInt16BE(4)).toBe(hmtx.readUInt16BE(8));
    expect((hmtx.readUInt16BE(4) * 1000) / 2048).toBeCloseTo(sans.advance(a));
    expect(glyphLength(cut, 1)).toBe(glyphLength(cut, 2));
  });

  it('adds the parts of composed glyphs', () => {
    const cut = tables(subsetFont(sans.bytes, [0, accented]));
    expect(cut.get('maxp')?.readUInt16BE(4)).toBeGreaterThan(2);
    const glyf = cut.get('glyf') ?? Buffer.alloc(0);
    const start = cut.get('loca')?.readUInt32BE(4) ?? 0;
    expect(glyf.readInt16BE(start)).toBe(-1);
    expect(glyf.readUInt16BE(start + 12)).toBeGreaterThan(1);
  });

  it('is much smaller than the font', () => {
    expect(subsetFont(sans.bytes, [0, a]).length).toBeLessThan(sans.bytes.length / 10);
  });
});
