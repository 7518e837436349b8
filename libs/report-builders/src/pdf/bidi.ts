/**
 * Order of mixed-direction text: the parts of the Unicode bidirectional algorithm (UAX 9) that plain report text needs.
 * Explicit embeddings are invisible and ignored: text from outside can't reorder what stands around it.
 */

type Kind = 'L' | 'R' | 'digit' | 'neutral' | 'mark';

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const DIGIT = /[0-9\u0660-\u0669\u06f0-\u06f9]/;
const MARK = /[\p{M}\p{Cf}]/u;
const LETTER = /[\p{L}\p{N}]/u;
/** Stay with the digits they stand between. */
const SEPARATOR = /[.,:/+\-−%°$€£\u00a0]/;
const MIRRORS: Readonly<Record<string, string>> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '<': '>',
  '>': '<',
  '«': '»',
  '»': '«',
};

/** True when text has a right-to-left letter. */
export const hasRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/** Direction of a paragraph: that of its first letter. */
export function baseDirection(text: string): 'ltr' | 'rtl' {
  for (const character of text) {
    if (MARK.test(character) || DIGIT.test(character)) continue;
    if (RIGHT_TO_LEFT.test(character)) return 'rtl';
    if (LETTER.test(character)) return 'ltr';
  }
  return 'ltr';
}

function kindsOf(characters: readonly string[]): Kind[] {
  const kinds = characters.map((character): Kind => {
    if (DIGIT.test(character)) return 'digit';
    if (MARK.test(character)) return 'mark';
    if (RIGHT_TO_LEFT.test(character)) return 'R';
    return LETTER.test(character) ? 'L' : 'neutral';
  });
  for (const [index, character] of characters.entries()) {
    const before = kinds[index - 1];
    if (kinds[index] === 'mark') kinds[index] = before ?? 'neutral';
    else if (
      kinds[index] === 'neutral' &&
      SEPARATOR.test(character) &&
      before === 'digit' &&
      kinds[index + 1] === 'digit'
    )
      kinds[index] = 'digit';
  }
  return kinds;
}

/** Embedding levels: even reads rightwards, odd leftwards. */
function levelsOf(kinds: readonly Kind[], base: 0 | 1): number[] {
  const strong: ('L' | 'R' | null)[] = [];
  let last: 'L' | 'R' = base === 0 ? 'L' : 'R';
  const levels = kinds.map((kind, index) => {
    if (kind === 'L' || kind === 'R') last = kind;
    // For neutrals around it a number counts as the text it stands in.
    strong[index] = kind === 'neutral' || kind === 'mark' ? null : last;
    if (kind === 'R') return 1;
    if (kind === 'L') return base === 0 ? 0 : 2;
    return kind === 'digit' && (last === 'R' || base === 1) ? 2 : base;
  });
  let before: 'L' | 'R' = base === 0 ? 'L' : 'R';
  for (let index = 0; index < kinds.length; index++) {
    const here = strong[index];
    if (here) {
      before = here;
      continue;
    }
    let end = index;
    while (end < kinds.length && !strong[end]) end++;
    const after = strong[end] ?? (base === 0 ? 'L' : 'R');
    const level = before === after ? (before === 'R' ? 1 : base === 0 ? 0 : 2) : base;
    for (; index < end; index++) levels[index] = level;
    index--;
  }
  return levels;
}

/** A stretch of one direction, its characters in reading order. */
export interface DirectedRun {
  text: string;
  direction: 'ltr' | 'rtl';
}

/** Runs of a line from left to right (UAX 9, rule L2); brackets of leftward runs are mirrored (L4). */
export function visualRuns(line: string, base: 'ltr' | 'rtl'): DirectedRun[] {
  const characters = [...line];
  const levels = levelsOf(kindsOf(characters), base === 'ltr' ? 0 : 1);
  const runs: { text: string; level: number }[] = [];
  for (const [index, character] of characters.entries()) {
    const level = levels[index] ?? 0;
    const shown = level % 2 === 1 ? (MIRRORS[character] ?? character) : character;
    const run = runs.at(-1);
    if (run?.level === level) run.text += shown;
    else runs.push({ text: shown, level });
  }
  const highest = Math.max(0, ...runs.map((run) => run.level));
  for (let level = highest; level > 0; level--) {
    for (let from = 0; from < runs.length; from++) {
      let to = from;
      while (to < runs.length && (runs[to]?.level ?? 0) >= level) to++;
      if (to - from > 1) runs.splice(from, to - from, ...runs.slice(from, to).reverse());
      from = Math.max(from, to);
    }
  }
  return runs.map(({ text, level }) => ({ text, direction: level % 2 === 1 ? 'rtl' : 'ltr' }));
}
