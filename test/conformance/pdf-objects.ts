import { inflateSync } from 'node:zlib';
import { PdfLexer, PdfName, PdfOperator, PdfRef, PdfStream } from './pdf-lexer';
import type { PdfDict, PdfValue } from './pdf-lexer';

/** An open file: objects by number, found through its cross-reference stream. */
export class PdfObjects {
  readonly trailer: PdfDict;
  private readonly places = new Map<number, { offset: number } | { holder: number; index: number }>();
  private readonly known = new Map<number, PdfValue>();
  private readonly holders = new Map<number, PdfValue[]>();

  constructor(private readonly bytes: Buffer) {
    const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(bytes.toString('latin1', bytes.length - 200))?.[1];
    if (start === undefined) throw new Error('no startxref at the end');
    const stream = this.objectAt(Number(start));
    if (!(stream instanceof PdfStream)) throw new Error('a cross-reference stream is expected');
    this.trailer = stream.dict;
    this.readPlaces(this.data(stream), stream.dict.get('W'));
  }

  private readPlaces(table: Buffer, widths: PdfValue | undefined): void {
    if (!Array.isArray(widths)) throw new Error('no widths');
    const [a = 0, b = 0, c = 0] = widths.map(Number);
    for (let id = 0; id < table.length / (a + b + c); id++) {
      const at = id * (a + b + c);
      const [kind, first, second] = [
        table.readUIntBE(at, a),
        table.readUIntBE(at + a, b),
        table.readUIntBE(at + a + b, c),
      ];
      if (kind === 1) this.places.set(id, { offset: first });
      if (kind === 2) this.places.set(id, { holder: first, index: second });
    }
  }

  /** Follows references. */
  get(value: PdfValue | undefined): PdfValue {
    if (!(value instanceof PdfRef)) return value ?? null;
    let known = this.known.get(value.id);
    if (known === undefined) this.known.set(value.id, (known = this.load(value.id)));
    return known;
  }

  dict(value: PdfValue | undefined): PdfDict {
    const found = this.get(value);
    if (found instanceof PdfStream) return found.dict;
    if (!(found instanceof Map)) throw new Error('a dictionary is expected');
    return found;
  }

  private load(id: number): PdfValue {
    const place = this.places.get(id);
    if (place === undefined) throw new Error(`object ${id} is missing`);
    if ('offset' in place) return this.objectAt(place.offset, id);
    let holder = this.holders.get(place.holder);
    if (holder === undefined) this.holders.set(place.holder, (holder = this.unpack(place.holder)));
    return holder[place.index] ?? null;
  }

  private unpack(id: number): PdfValue[] {
    const stream = this.get(new PdfRef(id));
    if (!(stream instanceof PdfStream)) throw new Error('an object stream is expected');
    const data = this.data(stream);
    const head = new PdfLexer(data);
    const first = Number(stream.dict.get('First'));
    const offsets: number[] = [];
    for (let i = 0; i < Number(stream.dict.get('N')); i++) {
      head.value();
      offsets.push(Number(head.value()));
    }
    return offsets.map((offset) => new PdfLexer(data, first + offset).value());
  }

  private objectAt(offset: number, id?: number): PdfValue {
    const lexer = new PdfLexer(this.bytes, offset);
    const found = lexer.value();
    if (id !== undefined && found !== id) throw new Error(`object ${id} is not where it should be`);
    lexer.value();
    lexer.value();
    const value = lexer.value();
    const next = lexer.done ? null : lexer.value();
    if (!(value instanceof Map) || !(next instanceof PdfOperator) || next.name !== 'stream') return value;
    const from = lexer.at + (this.bytes[lexer.at] === 13 ? 2 : 1);
    const length = Number(this.get(value.get('Length')));
    return new PdfStream(value, this.bytes.subarray(from, from + length));
  }

  /** Content of a stream, inflated. */
  data(stream: PdfStream): Buffer {
    const filter = stream.dict.get('Filter');
    if (filter === undefined) return stream.raw;
    if (!(filter instanceof PdfName) || filter.name !== 'FlateDecode') throw new Error('an unknown filter');
    const data = inflateSync(stream.raw);
    const parameters = this.get(stream.dict.get('DecodeParms'));
    return parameters instanceof Map ? undoUp(data, Number(parameters.get('Columns'))) : data;
  }
}

/** Undoes the PNG predictor "up", the only one expected. */
function undoUp(data: Buffer, columns: number): Buffer {
  const rows = data.length / (columns + 1);
  const out = Buffer.alloc(rows * columns);
  for (let row = 0; row < rows; row++) {
    if (data[row * (columns + 1)] !== 2) throw new Error('an unknown predictor');
    for (let column = 0; column < columns; column++) {
      const above = row === 0 ? 0 : (out[(row - 1) * columns + column] ?? 0);
      out[row * columns + column] = (data[row * (columns + 1) + 1 + column] ?? 0) + above;
    }
  }
  return out;
}
