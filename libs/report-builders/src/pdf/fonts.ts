import { EmbeddedFace } from './embedded-face';
import { hex4 } from './raw-object';
import { FALLBACK_FACES, TEXT_FACES, face } from './face';
import type { UsualGlyphs } from './face';
import type { PdfFile } from './pdf-file';
import type { Weight } from './style';

/** How one character is set when it needs nothing but itself; lengths in thousandths of the size. */
export interface Slot {
  /** Hexadecimal character code in the text face. */
  hex: string;
  advance: number;
}

/** Shown in place of a character that no face has. */
export const MISSING_SIGN = 0x25a1;

// Marks, joiners and other format characters, and right-to-left letters depend on their neighbours.
const DEPENDENT = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
/** Never drawn: they steer layout, which is ours. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

export const isInvisible = (character: string): boolean => INVISIBLE.test(character);

// Every document has them in its text faces: the font need not be cut anew for each.
const PRINTABLE = String.fromCharCode(...Array.from({ length: 95 }, (_, at) => 0x20 + at));
const usual = new Map<string, UsualGlyphs>();

function usualOf(file: string): UsualGlyphs {
  let known = usual.get(file);
  if (known === undefined) {
    const isText = Object.values<string>(TEXT_FACES).includes(file);
    usual.set(file, (known = face(file).usual(isText ? PRINTABLE : '')));
  }
  return known;
}

/** Slots of printable ASCII, alike in all documents. */
const printable = new Map<Weight, readonly Slot[]>();

function printableSlots(weight: Weight): readonly Slot[] {
  let slots = printable.get(weight);
  if (slots === undefined) {
    const file = TEXT_FACES[weight];
    const advance = (glyph: number): number => face(file).advance(glyph);
    slots = usualOf(file).glyphs.map(({ glyph }, code) => ({ hex: hex4(code), advance: advance(glyph) }));
    printable.set(weight, slots);
  }
  return slots;
}

function printableSlot(unit: number, weight: Weight): Slot | undefined {
  // The first slot is that of the missing glyph.
  return unit < 0x20 || unit > 0x7e ? undefined : printableSlots(weight)[unit - 0x1f];
}

/** The faces of one document and what it has set in them. */
export class Fonts {
  private readonly embedded = new Map<string, EmbeddedFace>();
  private readonly slots: Record<Weight, (Slot | null)[]> = { regular: [], bold: [] };

  constructor(private readonly file: PdfFile) {}

  text(weight: Weight): EmbeddedFace {
    return this.named(TEXT_FACES[weight]);
  }

  /** A face that has the character, the text face first; null when none has it. */
  faceFor(codePoint: number, weight: Weight): EmbeddedFace | null {
    const own = this.text(weight);
    if (own.face.glyph(codePoint) !== 0) return own;
    const other = FALLBACK_FACES.find((file) => face(file).glyph(codePoint) !== 0);
    return other === undefined ? null : this.named(other);
  }

  /** Slot of a UTF-16 unit; null when it can't be set by itself. */
  slot(unit: number, weight: Weight): Slot | null {
    const slots = this.slots[weight];
    let slot = slots[unit];
    if (slot === undefined) slots[unit] = slot = printableSlot(unit, weight) ?? this.newSlot(unit, weight);
    return slot;
  }

  private newSlot(unit: number, weight: Weight): Slot | null {
    if ((unit >= 0xd800 && unit <= 0xdfff) || DEPENDENT.test(String.fromCharCode(unit))) return null;
    const own = this.text(weight);
    const shown = unit === 0x09 ? 0x20 : unit;
    const glyph = own.face.glyph(shown);
    return glyph === 0
      ? null
      : { hex: own.code(glyph, String.fromCharCode(shown)), advance: own.face.advance(glyph) };
  }

  private named(file: string): EmbeddedFace {
    let known = this.embedded.get(file);
    if (known === undefined) {
      known = new EmbeddedFace(face(file), `F${this.embedded.size + 1}`, usualOf(file), this.file);
      this.embedded.set(file, known);
    }
    return known;
  }

  finish(): void {
    for (const embedded of this.embedded.values()) embedded.finish();
  }
}
