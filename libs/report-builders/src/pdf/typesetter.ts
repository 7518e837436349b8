import { baseDirection, hasRightToLeft, visualRuns } from './bidi';
import { MISSING_SIGN, isInvisible } from './fonts';
import type { DirectedRun } from './bidi';
import type { EmbeddedFace } from './embedded-face';
import type { Fonts } from './fonts';
import type { Weight } from './style';

/** Glyphs set one after another; lengths in thousandths of the size. */
export interface Run {
  face: EmbeddedFace;
  hex: string;
  advance: number;
  /** Move of a single glyph, which leaves the pen where `advance` says. */
  shift?: { dx: number; rise: number; own: number };
}

/** Runs that stand for one stretch of text. */
export interface Piece {
  runs: readonly Run[];
  /** The text, when the glyphs would not give it back. */
  actual: string | null;
}

/** A line ready to be drawn. */
export interface Line {
  text: string;
  pieces: readonly Piece[];
  advance: number;
  /** `advance` without the blanks at the end: what the eye aligns. */
  inked: number;
  direction: 'ltr' | 'rtl';
  /** False when readers need the text beside the glyphs, because these stand in another order or are replacements. */
  exact: boolean;
}

type Direction = 'ltr' | 'rtl';

/** Turns text into lines of glyphs. The text must be free of line ends (see `wrap`). */
export class Typesetter {
  constructor(private readonly fonts: Fonts) {}

  /** @param base direction of the paragraph that the line is part of; its own when absent */
  line(text: string, weight: Weight, base?: Direction): Line {
    let hex = '';
    let advance = 0;
    let inked = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const slot = this.fonts.slot(unit, weight);
      if (slot === null) return this.shaped(text, weight, base ?? baseDirection(text));
      hex += slot.hex;
      advance += slot.advance;
      if (unit !== 0x20) inked = advance;
    }
    const runs = [{ face: this.fonts.text(weight), hex, advance }];
    const pieces = text === '' ? [] : [{ runs, actual: null }];
    return { text, pieces, advance, inked, direction: base ?? 'ltr', exact: true };
  }

  /** Width in thousandths of the size; exact for plain text, never less than the truth for joined scripts. */
  advance(text: string, weight: Weight): number {
    let sum = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const slot = this.fonts.slot(unit, weight);
      if (slot !== null) sum += slot.advance;
      else {
        const codePoint = text.codePointAt(i) ?? unit;
        if (codePoint > 0xffff) i++;
        sum += this.advanceOf(codePoint, weight);
      }
    }
    return sum;
  }

  /** Width of one character that has no slot. */
  private advanceOf(codePoint: number, weight: Weight): number {
    if (isInvisible(String.fromCodePoint(codePoint))) return 0;
    const face = this.fonts.faceFor(codePoint, weight) ?? this.fonts.text(weight);
    const glyph = face.face.glyph(codePoint) || face.face.glyph(MISSING_SIGN);
    return face.face.advance(glyph);
  }

  private shaped(text: string, weight: Weight, base: Direction): Line {
    const mixed = base === 'rtl' || hasRightToLeft(text);
    const runs: DirectedRun[] = mixed ? visualRuns(text, base) : [{ text, direction: 'ltr' }];
    const pieces = runs.flatMap((run) => this.directed(run, weight));
    const advance = pieces.reduce((sum, piece) => sum + widthOf(piece), 0);
    const blanks = base === 'ltr' ? this.advance(text.slice(text.trimEnd().length), weight) : 0;
    const exact = !mixed && pieces.every((piece) => piece.actual === null);
    return { text, pieces, advance, inked: advance - blanks, direction: base, exact };
  }

  /** Splits a run by the face that has its characters; the rightmost piece of a leftward run is read first. */
  private directed({ text, direction }: DirectedRun, weight: Weight): Piece[] {
    const parts: { face: EmbeddedFace | null; shown: string; source: string }[] = [];
    for (const character of text) {
      const part = parts.at(-1);
      if (isInvisible(character)) {
        // Joiners matter to the shaper between letters of one face; everywhere else they are only text.
        const joins = part?.face && (character === '\u200c' || character === '\u200d');
        if (joins) part.shown += character;
        if (part) part.source += character;
        else parts.push({ face: this.fonts.text(weight), shown: '', source: character });
        continue;
      }
      const face = this.fonts.faceFor(character.codePointAt(0) ?? 0, weight);
      if (part && part.face === face) {
        part.shown += character;
        part.source += character;
      } else parts.push({ face, shown: character, source: character });
    }
    if (direction === 'rtl') parts.reverse();
    return parts.map(({ face, shown, source }) => {
      if (face === null) return { runs: [this.missing(shown, weight)], actual: source };
      const { runs, told } = this.shape(face, shown, direction);
      // Leftward text is left to the reader's own reordering: most apply it to replacement text as well.
      return { runs, actual: direction === 'rtl' || told === source ? null : source };
    });
  }

  private missing(text: string, weight: Weight): Run {
    const face = this.fonts.text(weight);
    const glyph = face.face.glyph(MISSING_SIGN);
    const count = [...text].length;
    const sign = String.fromCodePoint(MISSING_SIGN);
    return { face, hex: face.code(glyph, sign).repeat(count), advance: face.face.advance(glyph) * count };
  }

  /** @returns the runs and the text that their character codes stand for */
  private shape(face: EmbeddedFace, text: string, direction: Direction): { runs: Run[]; told: string } {
    const runs: Run[] = [];
    let told = '';
    for (const placed of face.face.shape(text, direction)) {
      const character = face.face.characterOf(placed.glyph);
      told += character;
      const hex = face.code(placed.glyph, character);
      const own = face.face.advance(placed.glyph);
      const plain = placed.dx === 0 && placed.rise === 0 && Math.abs(own - placed.advance) < 0.01;
      const last = runs.at(-1);
      if (plain && last && last.shift === undefined) {
        last.hex += hex;
        last.advance += own;
      } else if (plain) runs.push({ face, hex, advance: own });
      else
        runs.push({ face, hex, advance: placed.advance, shift: { dx: placed.dx, rise: placed.rise, own } });
    }
    return { runs, told };
  }
}

const widthOf = (piece: Piece): number => piece.runs.reduce((sum, run) => sum + run.advance, 0);
