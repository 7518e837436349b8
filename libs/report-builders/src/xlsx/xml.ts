import { cleanText } from '@pressroom/document';
import type { ByteWriter } from '../bytes';

const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For attributes and element text; line breaks and tabs become blanks. */
export function escapeXml(text: string): string {
  return cleanText(text)
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/[&<>"]/g, (character) => NAMED[character] ?? character);
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const ESCAPES: (Uint8Array | undefined)[] = [];
for (const [code, text] of [
  [38, '&amp;'],
  [60, '&lt;'],
  [62, '&gt;'],
  [13, '&#13;'],
] as const) {
  ESCAPES[code] = Buffer.from(text);
}
// Control characters, which XML 1.0 can't hold.
for (let code = 0; code < 32; code += 1) {
  if (code !== 9 && code !== 10) ESCAPES[code] ??= Buffer.from('\uFFFD');
}
const UNDERSCORE = 95;
const UNDERSCORE_ESCAPED = Buffer.from('_x005F_');
const LOOKS_ESCAPED = /^_x[0-9a-f]{4}_/i;

/**
 * Text of a cell: markup escaped, control characters and half surrogates as U+FFFD, and what Excel would take for one
 * of its own `_xHHHH_` escapes escaped itself (ECMA-376 22.9.2.19).
 */
export function encodeXmlText(out: ByteWriter, text: string): void {
  out.reserve(text.length * 7);
  const { buffer } = out;
  let to = out.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7e) {
      out.length = to;
      at += out.beyondAscii(text, at) - 1;
      to = out.length;
      continue;
    }
    const escape =
      code === UNDERSCORE && LOOKS_ESCAPED.test(text.slice(at, at + 7)) ? UNDERSCORE_ESCAPED : ESCAPES[code];
    if (escape === undefined) {
      buffer[to++] = code;
    } else {
      buffer.set(escape, to);
      to += escape.length;
    }
  }
  out.length = to;
}
