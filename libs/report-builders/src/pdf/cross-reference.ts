/** An object's offset in the file, or its place in an object stream (below zero); null when it is not written. */
export type Place = number | null;

/** A place below zero holds the number of the object stream and the index in it. */
const INDEX_BASE = 1024;

/** Place of an object in an object stream. @param index below 1,024 */
export const inStream = (stream: number, index: number): Place => -(stream * INDEX_BASE + index);

/** Bytes of a cross-reference entry. */
export const ENTRY = 8;

/** PNG predictor "up": entries as differences to the one above, which deflate to a twentieth. */
function differences(table: Buffer): Buffer {
  const rows = table.length / ENTRY;
  const out = Buffer.alloc(rows * (ENTRY + 1));
  for (let row = 0; row < rows; row++) {
    out[row * (ENTRY + 1)] = 2;
    for (let column = 0; column < ENTRY; column++) {
      const at = row * ENTRY + column;
      const above = row === 0 ? 0 : (table[at - ENTRY] ?? 0);
      out[row * (ENTRY + 1) + 1 + column] = (table[at] ?? 0) - above;
    }
  }
  return out;
}

/**
 * Entries of a cross-reference stream (ISO 32000-1, 7.5.8.3): type, then offset or number of the object stream, then
 * generation or index.
 * @param places of the objects from number 1 on
 */
export function crossReferences(places: readonly Place[]): Buffer {
  const table = Buffer.alloc((places.length + 1) * ENTRY);
  table.writeUInt16BE(0xffff, ENTRY - 2);
  for (const [index, place] of places.entries()) {
    const at = (index + 1) * ENTRY;
    if (place === null) continue; // reserved but never written: free
    table[at] = place >= 0 ? 1 : 2;
    table.writeUIntBE(place >= 0 ? place : Math.floor(-place / INDEX_BASE), at + 1, 5);
    if (place < 0) table.writeUInt16BE(-place % INDEX_BASE, at + 6);
  }
  return differences(table);
}
