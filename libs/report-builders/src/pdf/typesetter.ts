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

/** A line ready to be drawn. */
export interface Line {
  runs: readonly Run[];
  advance: number;
  /** The text itself, when the glyphs in drawing order would not give it back. */
  actual: string | null;
  direction: 'ltr' | 'rtl';
}

/** Turns text into lines of glyphs. The text must be free of line ends (see `wrap`). */
export class Typesetter {
  constructor(private readonly fonts: Fonts) {}

  line(text: string, weight: Weight): Line {
    let hex = '';
    let advance = 0;
    for (let i = 0; i < text.length; i++) {
      const slot = this.fonts.slot(text.charCodeAt(i), weight);
      if (slot === null) return this.shaped(text, weight);
      hex += slot.hex;
      advance += slot.advance;
    }
    const runs = text === '' ? [] : [{ face: this.fonts.text(weight), hex, advance }];
    return { runs, advance, actual: null, direction: 'ltr' };
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
    const character = String.fromCodePoint(codePoint);
    if (isInvisible(character)) return 0;
    const face = this.fonts.faceFor(codePoint, weight) ?? this.fonts.text(weight);
    const glyph = face.face.glyph(codePoint) || face.face.glyph(MISSING_SIGN);
    return face.face.advance(glyph);
  }

  private shaped(text: string, weight: Weight): Line {
    const direction = baseDirection(text);
    const directed: DirectedRun[] =
      direction === 'rtl' || hasRightToLeft(text)
        ? visualRuns(text, direction)
        : [{ text, direction: 'ltr' }];
    const runs = directed.flatMap((run) => this.directed(run, weight));
    return { runs, advance: runs.reduce((sum, run) => sum + run.advance, 0), actual: text, direction };
  }

  /** Splits a run by the face that has its characters; a rightmost piece is read first in leftward runs. */
  private directed({ text, direction }: DirectedRun, weight: Weight): Run[] {
    const pieces: { face: EmbeddedFace | null; text: string }[] = [];
    for (const character of text) {
      if (isInvisible(character)) {
        // Joiners matter to the shaper between letters of one face; everywhere else they are nothing.
        const piece = pieces.at(-1);
        if (piece?.face && (character === '\u200c' || character === '\u200d')) piece.text += character;
        continue;
      }
      const face = this.fonts.faceFor(character.codePointAt(0) ?? 0, weight);
      const piece = pieces.at(-1);
      if (piece && piece.face === face) piece.text += character;
      else pieces.push({ face, text: character });
    }
    if (direction === 'rtl') pieces.reverse();
    return pieces.flatMap((piece) =>
      piece.face === null
        ? [this.missing(piece.text, weight)]
        : this.shape(piece.face, piece.text, direction),
    );
  }

  private missing(text: string, weight: Weight): Run {
    const face = this.fonts.text(weight);
    const glyph = face.face.glyph(MISSING_SIGN);
    const count = [...text].length;
    return {
      face,
      hex: face.code(glyph, MISSING_SIGN).repeat(count),
      advance: face.face.advance(glyph) * count,
    };
  }

  private shape(face: EmbeddedFace, text: string, direction: 'ltr' | 'rtl'): Run[] {
    const runs: Run[] = [];
    for (const placed of face.face.shape(text, direction)) {
      const hex = face.code(placed.glyph, face.face.codePointOf(placed.glyph));
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
    return runs;
  }
}
