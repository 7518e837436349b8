const WHOLE = /^-?\d+$/;
const PIECES = /\d+|\D+/g;
const DIGIT = /^\d/;

const byCodePoint = (a: string, b: string): number => {
  const left = [...a];
  const right = [...b];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const step = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (step !== 0) return step;
  }
  return left.length - right.length;
};

/** Compares runs of digits by value, whatever their length; equal values by length, so `7` comes before `07`. */
function byDigits(a: string, b: string): number {
  const left = a.replace(/^0+(?=\d)/, '');
  const right = b.replace(/^0+(?=\d)/, '');
  return left.length - right.length || byCodePoint(left, right) || a.length - b.length;
}

function byWholeNumber(a: string, b: string): number {
  const negative = [a, b].map((text) => text.startsWith('-'));
  if (negative[0] !== negative[1]) return negative[0] === true ? -1 : 1;
  const step = byDigits(a.replace('-', ''), b.replace('-', ''));
  return negative[0] === true ? -step : step;
}

/** `task 2` before `task 10`: letters by letter (case only decides ties), digits by value. */
function byNature(a: string, b: string): number {
  const left = a.toLowerCase().match(PIECES) ?? [];
  const right = b.toLowerCase().match(PIECES) ?? [];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [one, other] = [left[at] ?? '', right[at] ?? ''];
    const step = DIGIT.test(one) && DIGIT.test(other) ? byDigits(one, other) : byCodePoint(one, other);
    if (step !== 0) return step;
  }
  return left.length - right.length;
}

/**
 * The order that gives units their aliases: whole numbers by value, then all others naturally. Total: two different
 * texts never compare equal, so aliases do not depend on the order of events.
 */
export function compareUnits(a: string, b: string): number {
  const whole = [WHOLE.test(a), WHOLE.test(b)];
  if (whole[0] !== whole[1]) return whole[0] === true ? -1 : 1;
  return (whole[0] === true ? byWholeNumber(a, b) : byNature(a, b)) || byCodePoint(a, b);
}

/** `Q1` for the first unit in order. @param unit index in a student's ordered units, from 0 */
export function aliasOf(unit: number): string {
  return `Q${unit + 1}`;
}
