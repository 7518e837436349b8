import { deflated } from './deflate';
import { hex4 } from './raw-object';
import { subsetFont } from './subset';
import type { CodedGlyph, Face } from './face';

/** What a document embeds of a face; the streams are deflated. */
export interface FontProgram {
  program: Uint8Array;
  /** Advances, code after code, in thousandths of the size. */
  widths: string;
  unicode: Uint8Array;
}

const utf16 = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => hex4(text.charCodeAt(i))).join('');

/** ISO 32000-1, 9.10.3; at most 100 entries a block. */
function unicodeMap(glyphs: readonly CodedGlyph[]): string {
  const blocks: string[] = [];
  for (let from = 0; from < glyphs.length; from += 100) {
    const part = glyphs.slice(from, from + 100);
    const entries = part.map(({ text }, index) => `<${hex4(from + index)}> <${utf16(text)}>`);
    blocks.push(`${entries.length} beginbfchar\n${entries.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}

function make(face: Face, glyphs: readonly CodedGlyph[]): FontProgram {
  const numbers = glyphs.map(({ glyph }) => glyph);
  return {
    program: deflated(subsetFont(face.bytes, numbers)),
    widths: numbers.map((glyph) => Math.round(face.advance(glyph) * 100) / 100).join(' '),
    unicode: deflated(Buffer.from(unicodeMap(glyphs), 'latin1')),
  };
}

/** Documents of one kind need the same few characters beyond the usual ones: some 10 kB a program. */
const MOST_PROGRAMS = 24;
const MOST_EXTRA = 48;
const programs = new Map<string, FontProgram>();

/**
 * The face cut to some glyphs; remembered when few of them go beyond the usual ones.
 * @param usual how many glyphs at the beginning every document has of this face
 */
export function fontProgram(face: Face, glyphs: readonly CodedGlyph[], usual: number): FontProgram {
  const extra = glyphs.slice(usual);
  if (extra.length > MOST_EXTRA) return make(face, glyphs);
  const key = [face.name, ...extra.map(({ glyph, text }) => `${glyph} ${text}`)].join('\n');
  let known = programs.get(key);
  if (known === undefined) {
    known = make(face, glyphs);
    const [oldest] = programs.keys();
    if (programs.size >= MOST_PROGRAMS && oldest !== undefined) programs.delete(oldest);
  } else programs.delete(key);
  programs.set(key, known);
  return known;
}
