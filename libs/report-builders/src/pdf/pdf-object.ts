import { deflated } from './deflate';
import { pdfValue } from './pdf-value';

/** Content shorter than this is written as it stands: naming the filter would cost what it saves. */
const SHORT = 160;

/** What an object needs of the file that it is written to. */
export interface ObjectTarget {
  /** Writes an object without a stream. @param text its PDF text */
  compressed(id: number, text: string): void;
  /** Writes an object with a stream. @param text its dictionary */
  stream(id: number, text: string, content: Uint8Array): void;
}

/**
 * One PDF object, in the place of pdfkit's own: data until `end` writes it out. Without content it goes into an object
 * stream with the others; content is gathered as text and deflated at once.
 */
export class PdfObject {
  /** pdfkit prints what is no plain object through `toString`. */
  readonly [Symbol.toStringTag] = 'PdfObject';
  /** False for content that must be readable as it stands, or is deflated already. */
  compress = true;
  private parts: Uint8Array[] = [];
  private text = '';

  constructor(
    private readonly file: ObjectTarget,
    readonly id: number,
    public data: Record<string, unknown>,
  ) {}

  /** Adds to the content: bytes as they are, text (Latin-1) as a line. */
  write(chunk: Uint8Array | string): void {
    if (typeof chunk === 'string') this.text += `${chunk}\n`;
    else {
      this.gather();
      this.parts.push(chunk);
    }
  }

  end(chunk?: Uint8Array): void {
    if (chunk !== undefined) this.write(chunk);
    this.gather();
    const [first] = this.parts;
    if (first === undefined) return this.file.compressed(this.id, pdfValue(this.data));
    const content = this.parts.length === 1 ? first : Buffer.concat(this.parts);
    this.parts = [];
    const small = this.compress && content.length >= SHORT ? deflated(content) : null;
    const filter = small === null ? {} : { Filter: 'FlateDecode' };
    const body = small ?? content;
    this.file.stream(this.id, pdfValue({ ...this.data, ...filter, Length: body.length }), body);
  }

  toString(): string {
    return `${this.id} 0 R`;
  }

  private gather(): void {
    if (this.text === '') return;
    this.parts.push(Buffer.from(this.text, 'latin1'));
    this.text = '';
  }
}
