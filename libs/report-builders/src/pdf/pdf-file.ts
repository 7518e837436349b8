import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { crossReferences, ENTRY, inStream, type Place } from './cross-reference';
import { Outlet } from './outlet';
import { PdfObject } from './pdf-object';
import { xmpOf } from './xmp';
import type { FileFacts } from './xmp';

/** One PDF object: data until `end` writes it out. */
export type PdfReference = PdfObject;

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly dictionary: PdfReference;
  readonly fonts: Record<string, PdfReference>;
  readonly xobjects: Record<string, PdfReference>;
  readonly ext_gstates: Record<string, PdfReference>;
}

/** Objects a compressed object stream holds. */
const STREAM_OBJECTS = 500;

interface ObjectStream {
  ids: number[];
  texts: string[];
}

/**
 * pdfkit's document, changed in three places. Its bytes wait in `takeBytes()` until the caller has room for them, since
 * pdfkit pushes into its stream without regard to back-pressure. Objects are our own: all without a stream (a tagged
 * table has one a cell) go into compressed object streams with a cross-reference stream, a tenth of the size of plain
 * ones. The metadata is escaped, and the file identifier is a digest of the content: equal content, equal bytes.
 */
export class PdfFile extends PDFDocument {
  declare private _offsets: Place[];
  declare private _offset: number;
  declare private _root: PdfReference;
  declare private _info: PdfReference;
  /** Made by the first byte: pdfkit's constructor writes before fields have values. */
  declare private outlet: Outlet | undefined;
  private readonly states = new Map<string, PdfReference>();
  declare private metadata: { append(xml: string): void };
  private bundle: ObjectStream = { ids: [], texts: [] };

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
  object(data: Record<string, unknown> = {}): PdfReference {
    return new PdfObject(this, this.reserve(), data);
  }

  /** An object of content that is deflated already, written at once. */
  deflated(content: Uint8Array): PdfReference {
    const object = this.object({ Filter: 'FlateDecode' });
    object.compress = false;
    object.end(content);
    return object;
  }

  // pdfkit's door to new objects.
  override ref(data: object = {}): PDFKit.PDFKitReference {
    return this.object(data as Record<string, unknown>) as never; // pdfkit's own has more that nobody here calls
  }

  get root(): PdfReference {
    return this._root;
  }

  /** Bytes written since the last call, when they are many, or all of them at the end. */
  takeBytes(all: boolean): Uint8Array[] {
    return this.outlet?.take(all) ?? [];
  }

  // pdfkit's door to the file.
  _write(data: Uint8Array | string): void {
    this._offset += (this.outlet ??= new Outlet()).write(data);
  }

  addSheet(width: number, height: number): PdfPage {
    this.addPage({ size: [width, height], margin: 0 });
    return this.page as unknown as PdfPage;
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
    this.bundle.ids.push(id);
    this.bundle.texts.push(text);
    if (this.bundle.ids.length >= STREAM_OBJECTS) this.endStream();
  }

  /** Writes an object with a stream. @param text its dictionary */
  stream(id: number, text: string, content: Uint8Array): void {
    this._offsets[id - 1] = this._offset;
    this._write(`${id} 0 obj\n${text}\nstream`);
    this._write(content);
    this._write('\nendstream\nendobj');
  }

  /** Name, on the current page, of the state in which fills (and `lines` too) are so opaque. @param opacity 0 to 1 */
  opaque(opacity: number, lines: boolean): string {
    const name = `Gs${Math.round(opacity * 100)}${lines ? 'l' : ''}`;
    let state = this.states.get(name);
    if (state === undefined) {
      state = this.object({ Type: 'ExtGState', ca: opacity, ...(lines ? { CA: opacity } : {}) });
      state.end();
      this.states.set(name, state);
    }
    (this.page as unknown as PdfPage).ext_gstates[name] = state;
    return name;
  }

  /** Writes what is held back, the catalogue and the cross-reference. */
  finish(): void {
    this.end();
  }

  private endStream(): void {
    const { ids, texts } = this.bundle;
    if (ids.length === 0) return;
    this.bundle = { ids: [], texts: [] };
    let offset = 0;
    const places: string[] = [];
    for (const [index, text] of texts.entries()) {
      places.push(`${ids[index] ?? 0} ${offset}`);
      offset += text.length + 1;
    }
    const head = `${places.join(' ')}\n`;
    const holder = this.object({ Type: 'ObjStm', N: ids.length, First: head.length });
    for (const [index, id] of ids.entries()) this._offsets[id - 1] = inStream(holder.id, index);
    holder.end(Buffer.from(head + texts.join('\n'), 'latin1'));
  }

  // Called by pdfkit's `end` in place of its plain cross-reference table.
  _finalize(): void {
    this.endStream();
    const start = this._offset;
    const id = this.reserve();
    this._offsets[id - 1] = start;
    const table = deflateSync(crossReferences(this._offsets));
    const digest = (this.outlet?.digest() ?? '').slice(0, 32);
    const head =
      `<</Type/XRef/Size ${this._offsets.length + 1}/W[1 5 2]/Root ${this._root.id} 0 R/Info ${this._info.id} 0 R` +
      `/ID[<${digest}><${digest}>]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns ${ENTRY}>>/Length ${table.length}>>`;
    this.stream(id, head, table);
    this._write(`startxref\n${start}\n%%EOF`);
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
