import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { xmpOf } from './xmp';
import type { FileFacts } from './xmp';

/** One PDF object of pdfkit: data until `end` writes it out. */
export interface PdfReference {
  readonly id: number;
  data: Record<string, unknown>;
  end(chunk?: Uint8Array): void;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly dictionary: PdfReference;
  readonly fonts: Record<string, PdfReference>;
  readonly xobjects: Record<string, PdfReference>;
}

/** Objects a compressed object stream holds; its number and index share one double in `_offsets`. */
const STREAM_OBJECTS = 500;
const INDEX_BASE = 1024;

/** Bytes of a cross-reference entry. */
const ENTRY = 8;

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

interface ObjectStream {
  ids: number[];
  texts: string[];
}

/**
 * pdfkit's document, changed in three places. Its bytes wait in `takeBytes()` until the caller has room for them, since
 * pdfkit pushes into its stream without regard to back-pressure. Small objects (a tagged table has one a cell) go into
 * compressed object streams with a cross-reference stream, a tenth of the size of plain ones and without a JavaScript
 * object each. The metadata is escaped, and the file identifier is a digest of the content: equal content, equal bytes.
 */
export class PdfFile extends PDFDocument {
  declare private _offsets: (number | null)[];
  declare private _offset: number;
  declare private _root: PdfReference;
  declare private _info: PdfReference;
  declare private waiting: Uint8Array[] | undefined;
  declare private digest: ReturnType<typeof createHash> | undefined;
  declare private metadata: { append(xml: string): void };
  private stream: ObjectStream = { ids: [], texts: [] };

  constructor(private readonly facts: FileFacts) {
    super({
      autoFirstPage: false,
      pdfVersion: '1.7',
      font: '',
      tagged: true,
      lang: facts.language,
      displayTitle: true,
      subset: 'PDF/UA' as never, // missing from the published types
      info: {
        Title: facts.title,
        Subject: facts.subject,
        Creator: 'Pressroom',
        Producer: 'Pressroom',
        CreationDate: facts.asOf ?? new Date(0),
      },
    });
    if (facts.asOf === null) delete this.info.CreationDate;
  }

  /** A new object, written when it is ended. */
  object(data: object = {}): PdfReference {
    return this.ref(data);
  }

  get root(): PdfReference {
    return this._root;
  }

  /** Bytes written since the last call. */
  takeBytes(): Uint8Array[] {
    const taken = this.waiting ?? [];
    this.waiting = [];
    return taken;
  }

  override push(chunk: Uint8Array | null): boolean {
    if (chunk === null) return false;
    (this.waiting ??= []).push(chunk);
    (this.digest ??= createHash('sha256')).update(chunk);
    return true;
  }

  addSheet(width: number, height: number): PdfPage {
    this.addPage({ size: [width, height], margin: 0 });
    return this.page;
  }

  /** The page objects in reading order; may be rearranged until the end. */
  get pageOrder(): PdfReference[] {
    const pages = this._root.data['Pages'] as PdfReference;
    return pages.data['Kids'] as PdfReference[];
  }

  /** Number of an object that `compressed` will write. */
  reserve(): number {
    return this._offsets.push(null);
  }

  /** Writes an object without a stream. @param text its PDF text */
  compressed(id: number, text: string): void {
    this._offsets[id - 1] = -1;
    this.stream.ids.push(id);
    this.stream.texts.push(text);
    if (this.stream.ids.length >= STREAM_OBJECTS) this.endStream();
  }

  /** Writes what is held back, the catalogue and the cross-reference. */
  finish(): void {
    this.endStream();
    this.end();
  }

  private endStream(): void {
    const { ids, texts } = this.stream;
    if (ids.length === 0) return;
    this.stream = { ids: [], texts: [] };
    let offset = 0;
    const places: string[] = [];
    for (const [index, text] of texts.entries()) {
      places.push(`${ids[index] ?? 0} ${offset}`);
      offset += text.length + 1;
    }
    const head = `${places.join(' ')}\n`;
    const holder = this.object({ Type: 'ObjStm', N: ids.length, First: head.length });
    for (const [index, id] of ids.entries()) this._offsets[id - 1] = -(holder.id * INDEX_BASE + index);
    holder.end(Buffer.from(head + texts.join('\n'), 'latin1'));
  }

  // Called by pdfkit's `end` in place of its plain cross-reference table.
  _finalize(): void {
    const start = this._offset;
    const id = this.reserve();
    this._offsets[id - 1] = start;
    const table = deflateSync(this.crossReferences());
    const digest = (this.digest ?? createHash('sha256')).copy().digest('hex').slice(0, 32);
    const head =
      `${id} 0 obj\n<</Type/XRef/Size ${this._offsets.length + 1}/W[1 5 2]/Root ${this._root.id} 0 R/Info ${this._info.id} 0 R` +
      `/ID[<${digest}><${digest}>]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns ${ENTRY}>>/Length ${table.length}>>\nstream\n`;
    this.push(Buffer.from(head, 'latin1'));
    this.push(table);
    this.push(Buffer.from(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`, 'latin1'));
  }

  /** ISO 32000-1, 7.5.8.3: type, then offset or number of the object stream, then generation or index. */
  private crossReferences(): Buffer {
    const table = Buffer.alloc((this._offsets.length + 1) * ENTRY);
    table.writeUInt16BE(0xffff, ENTRY - 2);
    for (const [index, place] of this._offsets.entries()) {
      const at = (index + 1) * ENTRY;
      if (place === null) continue; // reserved but never written: free
      table[at] = place >= 0 ? 1 : 2;
      table.writeUIntBE(place >= 0 ? place : Math.floor(-place / INDEX_BASE), at + 1, 5);
      if (place < 0) table.writeUInt16BE(-place % INDEX_BASE, at + 6);
    }
    return differences(table);
  }

  // pdfkit writes titles into the XMP packet unescaped.
  _addInfo(): void {
    this.metadata.append(xmpOf(this.facts));
  }

  /** Bookmark at a height of the current page, under `parent` or at the top. */
  bookmark(title: string, top: number, parent: PdfBookmark | null, expanded: boolean): PdfBookmark {
    const outline: PdfBookmark = parent ?? this.outline;
    const left = (this.page as unknown as PdfPage).width; // pdfkit measures `left` from the right edge
    return outline.addItem(title, { fit: false, top, left, zoom: 0, pageNumber: null, expanded });
  }
}

export interface PdfBookmark {
  addItem(title: string, options: object): PdfBookmark;
}
