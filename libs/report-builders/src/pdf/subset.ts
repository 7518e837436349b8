/**
 * Cuts a TrueType font down to some glyphs. Written here because fontkit's subsetter decodes and re-encodes every
 * table (most of the time of a small report) and can't hold one glyph twice, which exact text extraction needs when
 * two characters share a glyph.
 */

interface TableAt {
  offset: number;
  length: number;
}

const COPIED = ['cvt ', 'fpgm', 'prep'];

/** Table directory of a font file (OpenType 1.9, "Table Directory"). */
function tablesOf(font: Buffer): Map<string, TableAt> {
  const tables = new Map<string, TableAt>();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const at = 12 + i * 16;
    tables.set(font.toString('latin1', at, at + 4), {
      offset: font.readUInt32BE(at + 8),
      length: font.readUInt32BE(at + 12),
    });
  }
  return tables;
}

function tableOf(font: Buffer, tables: Map<string, TableAt>, tag: string): Buffer {
  const at = tables.get(tag);
  if (at === undefined) throw new Error(`font without table ${tag}`);
  return font.subarray(at.offset, at.offset + at.length);
}

/** Offsets within a composite glyph at which the glyph numbers of its parts stand ("glyf", composite description). */
function partsOf(glyph: Buffer): number[] {
  if (glyph.length < 10 || glyph.readInt16BE(0) >= 0) return [];
  const parts: number[] = [];
  for (let at = 10, more = true; more;) {
    const flags = glyph.readUInt16BE(at);
    parts.push(at + 2);
    at += 4 + (flags & 1 ? 4 : 2);
    if (flags & 0x8) at += 2;
    else if (flags & 0x40) at += 4;
    else if (flags & 0x80) at += 8;
    more = (flags & 0x20) !== 0;
  }
  return parts;
}

/** Outlines of the wanted glyphs, then of the parts they are composed of, renumbered. */
function collect(
  wanted: readonly number[],
  outline: (glyph: number) => Buffer,
): { glyphs: number[]; outlines: Buffer[] } {
  const glyphs = [...wanted];
  const place = new Map<number, number>();
  for (const [index, glyph] of glyphs.entries()) if (!place.has(glyph)) place.set(glyph, index);
  const outlines: Buffer[] = [];
  for (let index = 0; index < glyphs.length; index++) {
    let bytes = outline(glyphs[index] ?? 0);
    const parts = partsOf(bytes);
    if (parts.length > 0) bytes = Buffer.from(bytes);
    for (const at of parts) {
      const part = bytes.readUInt16BE(at);
      let target = place.get(part);
      if (target === undefined) place.set(part, (target = glyphs.push(part) - 1));
      bytes.writeUInt16BE(target, at);
    }
    outlines.push(bytes);
  }
  return { glyphs, outlines };
}

const padded = (length: number): number => (length + 3) & ~3;

function checksum(table: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 4 <= table.length; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  return sum;
}

function assemble(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const count = tables.length;
  const log = Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + count * 16);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(16 * 2 ** log, 6);
  head.writeUInt16BE(log, 8);
  head.writeUInt16BE(16 * (count - 2 ** log), 10);
  const bodies: Buffer[] = [];
  let offset = head.length;
  for (const [index, [tag, bytes]] of tables.entries()) {
    const body = Buffer.alloc(padded(bytes.length));
    bytes.copy(body);
    const at = 12 + index * 16;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(checksum(body), at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(bytes.length, at + 12);
    bodies.push(body);
    offset += body.length;
  }
  return Buffer.concat([head, ...bodies]);
}

function locations(outlines: readonly Buffer[]): { loca: Buffer; glyf: Buffer } {
  const loca = Buffer.alloc((outlines.length + 1) * 4);
  const glyf = Buffer.alloc(outlines.reduce((sum, outline) => sum + padded(outline.length), 0));
  let at = 0;
  for (const [index, outline] of outlines.entries()) {
    outline.copy(glyf, at);
    at += padded(outline.length);
    loca.writeUInt32BE(at, (index + 1) * 4);
  }
  return { loca, glyf };
}

/**
 * A font file whose glyph `i` is `wanted[i]` of the given file; the same glyph may be wanted several times.
 * @param font a TrueType file with `glyf` outlines
 */
export function subsetFont(font: Buffer, wanted: readonly number[]): Buffer {
  const tables = tablesOf(font);
  const table = (tag: string): Buffer => tableOf(font, tables, tag);
  const head = Buffer.from(table('head'));
  const wide = head.readInt16BE(50) === 1;
  const oldLoca = table('loca');
  const oldGlyf = table('glyf');
  const location = (glyph: number): number =>
    wide ? oldLoca.readUInt32BE(glyph * 4) : oldLoca.readUInt16BE(glyph * 2) * 2;
  const { glyphs, outlines } = collect(wanted, (glyph) =>
    oldGlyf.subarray(location(glyph), location(glyph + 1)),
  );

  const hhea = Buffer.from(table('hhea'));
  const metricsCount = hhea.readUInt16BE(34);
  const oldHmtx = table('hmtx');
  const hmtx = Buffer.alloc(glyphs.length * 4);
  for (const [index, glyph] of glyphs.entries()) {
    const last = Math.min(glyph, metricsCount - 1);
    hmtx.writeUInt16BE(oldHmtx.readUInt16BE(last * 4), index * 4);
    const bearing = glyph < metricsCount ? glyph * 4 + 2 : metricsCount * 4 + (glyph - metricsCount) * 2;
    hmtx.writeInt16BE(oldHmtx.readInt16BE(bearing), index * 4 + 2);
  }
  hhea.writeUInt16BE(glyphs.length, 34);
  const maxp = Buffer.from(table('maxp'));
  maxp.writeUInt16BE(glyphs.length, 4);
  head.writeInt16BE(1, 50);
  head.writeUInt32BE(0, 8);
  const { loca, glyf } = locations(outlines);
  const copied = COPIED.filter((tag) => tables.has(tag)).map((tag) => [tag, table(tag)] as const);
  const all = [
    ...copied,
    ['glyf', glyf],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', hmtx],
    ['loca', loca],
    ['maxp', maxp],
  ] as const;
  return assemble([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}
