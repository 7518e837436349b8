// Matches a surrogate that has no partner: such text is not Unicode and PostgreSQL's json refuses it.
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Why a text from outside can't be stored, or null when it can: NUL and lone surrogates are refused by PostgreSQL. */
export function textFault(text: string): string | null {
  if (text.includes('\u0000')) return 'contains the character U+0000';
  if (LONE_SURROGATE.test(text)) return 'contains half of a surrogate pair';
  return null;
}
