import { RawObject } from './raw-object';
import { subsetFont } from './subset';
import type { Face } from './face';
import type { PdfFile, PdfReference } from './pdf-file';

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');

const utf16 = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => hex4(text.charCodeAt(i))).join('');

/**
 * A face within one document. A character code stands for a glyph together with the character it shows, so that text
 * taken out of the document is the text put in, even where two characters share a glyph.
 */
export class EmbeddedFace {
  private readonly glyphs: number[] = [0];
  private readonly characters: string[] = ['\ufffd'];
  private readonly codes = new Map<string, number>();
  private reference: PdfReference | undefined;

  constructor(
    readonly face: Face,
    /** Name in page resources, `F1` and so on. */
    readonly name: string,
    private readonly file: PdfFile,
  ) {}

  /** Hexadecimal character code of a glyph that shows `text`. */
  code(glyph: number, text: string): string {
    const key = `${glyph} ${text}`;
    let code = this.codes.get(key);
    if (code === undefined) {
      code = this.glyphs.push(glyph) - 1;
      this.characters.push(text);
      this.codes.set(key, code);
    }
    return hex4(code);
  }

  get ref(): PdfReference {
    return (this.reference ??= this.file.object({}));
  }

  /** Writes the font when the document used it. */
  finish(): void {
    if (this.reference === undefined) return;
    const { face, file } = this;
    const name = `${this.tag()}+${face.name}`;
    const program = file.object({});
    program.end(subsetFont(face.bytes, this.glyphs));
    const { ascent, descent, box } = face.metrics;
    const descriptor = file.reserve();
    file.compressed(
      descriptor,
      `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[${box.join(' ')}]/ItalicAngle 0/Ascent ${ascent}` +
        `/Descent ${descent}/CapHeight 729/XHeight 547/StemV ${face.name.includes('Bold') ? 140 : 80}/FontFile2 ${program.id} 0 R>>`,
    );
    const descendant = file.reserve();
    const widths = this.glyphs.map((glyph) => Math.round(face.advance(glyph) * 100) / 100);
    file.compressed(
      descendant,
      `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
        `/FontDescriptor ${descriptor} 0 R/CIDToGIDMap/Identity/DW 600/W[0[${widths.join(' ')}]]>>`,
    );
    const unicode = file.object({});
    unicode.end(Buffer.from(this.unicodeMap(), 'latin1'));
    this.reference.data = {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: new RawObject(`[${descendant} 0 R]`),
      ToUnicode: unicode,
    };
    this.reference.end();
  }

  /** Six capitals that mark a subset, made from its place in the document (ISO 32000-1, 9.6.4). */
  private tag(): string {
    const place = this.name.charCodeAt(1) - 49;
    return `PRESS${String.fromCharCode(65 + place)}`;
  }

  /** ISO 32000-1, 9.10.3; at most 100 entries a block. */
  private unicodeMap(): string {
    const blocks: string[] = [];
    for (let from = 0; from < this.characters.length; from += 100) {
      const part = this.characters.slice(from, from + 100);
      const entries = part.map((text, index) => `<${hex4(from + index)}> <${utf16(text)}>`);
      blocks.push(`${entries.length} beginbfchar\n${entries.join('\n')}\nendbfchar`);
    }
    return [
      '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
      '/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def',
      '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
      '1 begincodespacerange <0000> <ffff> endcodespacerange',
      ...blocks,
      'endcmap CMapName currentdict /CMap defineresource pop end end',
    ].join('\n');
  }
}
