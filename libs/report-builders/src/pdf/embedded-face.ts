import { fontProgram } from './font-program';
import { RawObject, hex4 } from './raw-object';
import type { CodedGlyph, Face, UsualGlyphs } from './face';
import type { PdfFile, PdfReference } from './pdf-file';

/**
 * A face within one document. A character code stands for a glyph together with the character it shows, so that text
 * taken out of the document is the text put in, even where two characters share a glyph.
 */
export class EmbeddedFace {
  /** Those beyond the usual ones. */
  private readonly more: CodedGlyph[] = [];
  private readonly codes = new Map<string, string>();
  private reference: PdfReference | undefined;

  /** @param usual glyphs that have the same code in every document */
  constructor(
    readonly face: Face,
    /** Name in page resources, `F1` and so on. */
    readonly name: string,
    private readonly usual: UsualGlyphs,
    private readonly file: PdfFile,
  ) {}

  /** Hexadecimal character code of a glyph that shows `text`. */
  code(glyph: number, text: string): string {
    const key = `${glyph} ${text}`;
    let code = this.usual.codes.get(key) ?? this.codes.get(key);
    if (code === undefined) {
      code = hex4(this.usual.glyphs.length + this.more.push({ glyph, text }) - 1);
      this.codes.set(key, code);
    }
    return code;
  }

  get ref(): PdfReference {
    return (this.reference ??= this.file.object());
  }

  /** Writes the font when the document used it. */
  finish(): void {
    if (this.reference === undefined) return;
    const { face, file, usual } = this;
    const name = `${this.tag()}+${face.name}`;
    const made = fontProgram(face, [...usual.glyphs, ...this.more], usual.glyphs.length);
    const program = file.deflated(made.program);
    const { ascent, descent, box } = face.metrics;
    const descriptor = file.reserve();
    file.compressed(
      descriptor,
      `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[${box.join(' ')}]/ItalicAngle 0/Ascent ${ascent}` +
        `/Descent ${descent}/CapHeight 729/XHeight 547/StemV ${face.name.includes('Bold') ? 140 : 80}/FontFile2 ${program.id} 0 R>>`,
    );
    const descendant = file.reserve();
    file.compressed(
      descendant,
      `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
        `/FontDescriptor ${descriptor} 0 R/CIDToGIDMap/Identity/DW 600/W[0[${made.widths}]]>>`,
    );
    this.reference.data = {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: new RawObject(`[${descendant} 0 R]`),
      ToUnicode: file.deflated(made.unicode),
    };
    this.reference.end();
  }

  /** Six capitals that mark a subset, made from its place in the document (ISO 32000-1, 9.6.4). */
  private tag(): string {
    const place = this.name.charCodeAt(1) - 49;
    return `PRESS${String.fromCharCode(65 + place)}`;
  }
}
