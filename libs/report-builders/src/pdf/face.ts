import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { hex4 } from './raw-object';

/** The part of a parsed font (fontkit, through pdfkit) that typesetting needs. */
interface ParsedFont {
  unitsPerEm: number;
  ascent: number;
  descent: number;
  bbox: { minX: number; minY: number; maxX: number; maxY: number };
  postscriptName: string;
  characterSet: number[];
  glyphForCodePoint(codePoint: number): { id: number };
  getGlyph(id: number): { advanceWidth: number };
  layout(
    text: string,
    features: undefined,
    script: undefined,
    language: undefined,
    direction: 'ltr' | 'rtl',
  ): { glyphs: { id: number }[]; positions: { xAdvance: number; xOffset: number; yOffset: number }[] };
}

/** A placed glyph; lengths in thousandths of the size. */
export interface PlacedGlyph {
  glyph: number;
  advance: number;
  dx: number;
  rise: number;
}

/** A glyph under a character code, with the text that it stands for. */
export interface CodedGlyph {
  glyph: number;
  text: string;
}

/** Glyphs that have the same codes in every document, whether it shows them or not. */
export interface UsualGlyphs {
  glyphs: readonly CodedGlyph[];
  /** Hexadecimal codes by `glyph text`. */
  codes: ReadonlyMap<string, string>;
}

/** Arabic presentation forms and Latin ligatures, which stand for other letters. */
const JOINING_FORM = /[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]/;

/** A font file, parsed once a process and shared by all documents. */
export class Face {
  readonly bytes: Buffer;
  private readonly font: ParsedFont;
  private readonly scale: number;
  private codePoints: Map<number, number> | undefined;
  private readonly glyphs = new Map<number, number>();
  private readonly advances: number[] = [];

  constructor(file: string) {
    const path = require.resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`);
    this.bytes = readFileSync(path);
    // pdfkit carries the parser but no door to it: a document that is never written lends its font.
    const lender = new PDFDocument({ autoFirstPage: false, font: path }) as unknown as {
      _font: { font: ParsedFont };
    };
    this.font = lender._font.font;
    this.scale = 1000 / this.font.unitsPerEm;
  }

  get name(): string {
    return this.font.postscriptName;
  }

  /** Ascent, descent (negative) and bounding box in thousandths of the size. */
  get metrics(): { ascent: number; descent: number; box: readonly [number, number, number, number] } {
    const { bbox } = this.font;
    const scaled = (value: number): number => Math.round(value * this.scale);
    return {
      ascent: scaled(this.font.ascent),
      descent: scaled(this.font.descent),
      box: [scaled(bbox.minX), scaled(bbox.minY), scaled(bbox.maxX), scaled(bbox.maxY)],
    };
  }

  /** Glyph of a code point; 0 when the face has none. */
  glyph(codePoint: number): number {
    let glyph = this.glyphs.get(codePoint);
    if (glyph === undefined) this.glyphs.set(codePoint, (glyph = this.font.glyphForCodePoint(codePoint).id));
    return glyph;
  }

  /** Advance of a glyph in thousandths of the size. */
  advance(glyph: number): number {
    return (this.advances[glyph] ??= this.font.getGlyph(glyph).advanceWidth * this.scale);
  }

  /** The missing glyph, and those of some characters. */
  usual(characters: string): UsualGlyphs {
    const shown = [...characters].map((text) => ({ glyph: this.glyph(text.codePointAt(0) ?? 0), text }));
    const glyphs = [{ glyph: 0, text: '\ufffd' }, ...shown];
    const codes = glyphs.map(({ glyph, text }, code) => [`${glyph} ${text}`, hex4(code)] as const);
    return { glyphs, codes: new Map(codes) };
  }

  /** Shapes a run of one direction (joining forms, marks); glyphs come in visual order, left to right. */
  shape(text: string, direction: 'ltr' | 'rtl'): PlacedGlyph[] {
    const { glyphs, positions } = this.font.layout(text, undefined, undefined, undefined, direction);
    return glyphs.map((glyph, index) => {
      const place = positions[index] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 };
      return {
        glyph: glyph.id,
        advance: place.xAdvance * this.scale,
        dx: place.xOffset * this.scale,
        rise: place.yOffset * this.scale,
      };
    });
  }

  /**
   * Text that a glyph stands for: the lowest character that shows it, letters in place of their joining forms;
   * U+FFFD for glyphs that only shaping reaches. Does not depend on what was shaped before.
   */
  characterOf(glyph: number): string {
    if (this.codePoints === undefined) {
      this.codePoints = new Map();
      for (const codePoint of [...this.font.characterSet].sort((a, b) => b - a))
        this.codePoints.set(this.glyph(codePoint), codePoint);
    }
    const character = String.fromCodePoint(this.codePoints.get(glyph) ?? 0xfffd);
    return JOINING_FORM.test(character) ? character.normalize('NFKC') : character;
  }
}

const faces = new Map<string, Face>();

/** @param file name of a DejaVu font without its ending */
export function face(file: string): Face {
  let known = faces.get(file);
  if (known === undefined) faces.set(file, (known = new Face(file)));
  return known;
}

/** The text faces, and those asked in turn for glyphs that the text face lacks. */
export const TEXT_FACES = { regular: 'DejaVuSansCondensed', bold: 'DejaVuSansCondensed-Bold' } as const;
export const FALLBACK_FACES = [
  'DejaVuSansCondensed',
  'DejaVuSerif',
  'DejaVuSansMono',
  'DejaVuMathTeXGyre',
] as const;
