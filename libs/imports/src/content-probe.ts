import { isUtf8 } from 'node:buffer';
import { DomainError } from '@pressroom/kernel';

/** How the text of a file is written. `windows-1252` is what is left when it is not UTF-8: Latin-1 with its extras. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const SIGNATURES: readonly (readonly [what: string, bytes: string])[] = [
  ['a zip or xlsx file', '504b0304'],
  ['an empty zip file', '504b0506'],
  ['a gzip file', '1f8b'],
  ['a bzip2 file', '425a68'],
  ['a zstd file', '28b52ffd'],
  ['an xz file', 'fd377a585a00'],
  ['a 7z file', '377abcaf271c'],
  ['a rar file', '526172211a07'],
  ['a PNG image', '89504e470d0a1a0a'],
  ['a JPEG image', 'ffd8ff'],
  ['a GIF image', '47494638'],
  ['a PDF', '255044462d'],
  ['an old Excel file', 'd0cf11e0a1b11ae1'],
  ['a SQLite database', '53514c69746520666f726d6174'],
  ['a Parquet file', '50415231'],
  ['a program', '7f454c46'],
];
const LONGEST_SIGNATURE = 13;
/** Bytes looked at for UTF-16 without a mark: plain letters there leave every other byte zero. */
const SAMPLE = 4096;

/** Tells what a file is by its bytes as they come by; its name and the client's media type count for nothing. */
export class ContentProbe {
  private head = Buffer.alloc(0);
  private checked = false;
  private utf8 = true;
  /** Bytes of a character that a chunk ended in. */
  private rest = Buffer.alloc(0);

  /** @throws DomainError `unsupported` `not_a_csv` as soon as the bytes say so */
  feed(chunk: Buffer): void {
    if (this.head.length < SAMPLE)
      this.head = Buffer.concat([this.head, chunk.subarray(0, SAMPLE - this.head.length)]);
    if (!this.checked && this.head.length >= LONGEST_SIGNATURE) this.refuseOtherKinds();
    if (this.utf8) this.feedUtf8(chunk);
  }

  /** Call once, after the last chunk. @throws DomainError `unsupported` */
  end(): TextEncoding {
    this.refuseOtherKinds();
    const marked = this.marked();
    if (marked !== null) return marked;
    return this.utf8 && this.rest.length === 0 ? 'utf-8' : 'windows-1252';
  }

  private refuseOtherKinds(): void {
    this.checked = true;
    const hex = this.head.subarray(0, LONGEST_SIGNATURE).toString('hex');
    const found = SIGNATURES.find(([, bytes]) => hex.startsWith(bytes));
    if (found === undefined) return;
    throw new DomainError('unsupported', 'not_a_csv', { detail: `the file is ${found[0]}, not a CSV` });
  }

  private marked(): TextEncoding | null {
    const { head } = this;
    if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
    if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
    const pairs = Math.floor(head.length / 2);
    if (pairs < 4) return null;
    let [even, odd] = [0, 0];
    for (let at = 0; at < pairs * 2; at += 2) {
      if (head[at] === 0) even += 1;
      if (head[at + 1] === 0) odd += 1;
    }
    if (odd > pairs * 0.4 && even < pairs * 0.1) return 'utf-16le';
    if (even > pairs * 0.4 && odd < pairs * 0.1) return 'utf-16be';
    return null;
  }

  private feedUtf8(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const cut = bytes.length - unfinished(bytes);
    this.utf8 = isUtf8(bytes.subarray(0, cut));
    this.rest = Buffer.from(bytes.subarray(cut));
  }
}

/** Bytes at the end that begin a character which needs more of them, 0 to 3. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}
