import { baseDirection, hasRightToLeft } from './bidi';
import type { Line, Typesetter } from './typesetter';
import type { Weight } from './style';

const LINE_ENDS = /\r\n|[\n\r\u2028\u2029]/;
const ANY_LINE_END = /[\n\r\u2028\u2029]/;
/** A word with the blanks behind it; no-break spaces hold words together. */
const WORDS = /[^ \t\u2002-\u200b\u3000]*[ \t\u2002-\u200b\u3000]*/g;
/** Good places to part what is too long for a line. */
const PARTING = /[-/\\_.,:;?&=@+|)\]}>]/;
/** Must stay with the character before. */
const CLINGING = /[\p{M}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]/u;

/**
 * Text broken into lines of at most `width` points. Blanks at a break stay at the end of the line, invisible, and so
 * does a blank for a line end, so that the lines read one after another give the text.
 */
export function wrap(
  typesetter: Typesetter,
  text: string,
  weight: Weight,
  size: number,
  width: number,
): Line[] {
  const limit = (width * 1000) / size + 0.5;
  if (!ANY_LINE_END.test(text)) {
    // Most cells are short: no need to look for places to break.
    if (typesetter.advance(text, weight) <= limit) return [typesetter.line(text, weight)];
    return breakText(typesetter, text, weight, limit);
  }
  const parts = text.split(LINE_ENDS);
  return parts.flatMap((part, index) => {
    if (index === parts.length - 1) return breakText(typesetter, part, weight, limit);
    const lines = breakText(typesetter, `${part} `, weight, limit);
    const last = lines.pop();
    return last === undefined
      ? lines
      : [...lines, { ...last, text: `${part === '' ? '' : last.text.slice(0, -1)}\n`, exact: false }];
  });
}

function breakText(typesetter: Typesetter, text: string, weight: Weight, limit: number): Line[] {
  const lines: Line[] = [];
  const base = hasRightToLeft(text) ? baseDirection(text) : undefined;
  let current = '';
  let used = 0;
  const close = (): void => {
    if (current !== '') lines.push(typesetter.line(current, weight, base));
    current = '';
    used = 0;
  };
  for (const [word] of text.matchAll(WORDS)) {
    if (word === '') continue;
    const visible = typesetter.advance(word.trimEnd(), weight);
    if (used + visible > limit) {
      close();
      if (visible > limit) {
        const pieces = partWord(typesetter, word, weight, limit);
        const last = pieces.pop() ?? '';
        for (const piece of pieces) lines.push(typesetter.line(piece, weight, base));
        current = last;
        used = typesetter.advance(last, weight);
        continue;
      }
    }
    current += word;
    used += typesetter.advance(word, weight);
  }
  close();
  return lines.length > 0 ? lines : [typesetter.line('', weight)];
}

/** Parts one word too long for a line, after punctuation if that leaves no line less than half full. */
function partWord(typesetter: Typesetter, word: string, weight: Weight, limit: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  let parting = 0; // length of `piece` up to and with its last punctuation, 0 for none
  let usedAtParting = 0;
  for (const character of word) {
    const advance = typesetter.advance(character, weight);
    if (used + advance > limit && piece !== '' && !CLINGING.test(character) && character !== ' ') {
      const good = parting > 0 && usedAtParting > limit / 2;
      const cut = good ? parting : piece.length;
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut);
      used = good ? used - usedAtParting : 0;
      parting = 0;
    }
    piece += character;
    used += advance;
    if (PARTING.test(character)) {
      parting = piece.length;
      usedAtParting = used;
    }
  }
  pieces.push(piece);
  return pieces;
}
