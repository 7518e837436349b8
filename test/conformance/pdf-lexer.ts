/** The objects of ISO 32000-1, 7.3, as far as a reader of reports needs them. Shares no code with the builder. */
export class PdfName {
  constructor(readonly name: string) {}
}
export class PdfRef {
  constructor(readonly id: number) {}
}
export class PdfText {
  constructor(readonly bytes: Buffer) {}

  /** Text of a text string: UTF-16 with its mark, or Latin. */
  get text(): string {
    const { bytes } = this;
    if (bytes[0] !== 0xfe || bytes[1] !== 0xff) return bytes.toString('latin1');
    return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le');
  }
}
export class PdfOperator {
  constructor(readonly name: string) {}
}
export type PdfDict = Map<string, PdfValue>;
export class PdfStream {
  constructor(
    readonly dict: PdfDict,
    readonly raw: Buffer,
  ) {}
}
export type PdfValue =
  null | boolean | number | PdfName | PdfRef | PdfText | PdfOperator | PdfStream | PdfDict | PdfValue[];

const SPACE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITER = new Set(Buffer.from('()<>[]{}/%', 'latin1'));
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Reads values one after another; words that are no value come as operators. */
export class PdfLexer {
  constructor(
    readonly bytes: Buffer,
    public at = 0,
  ) {}

  get done(): boolean {
    this.skip();
    return this.at >= this.bytes.length;
  }

  private skip(): void {
    for (;;) {
      while (SPACE.has(this.bytes[this.at] ?? -1)) this.at++;
      if (this.bytes[this.at] !== 0x25) return;
      while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13)
        this.at++;
    }
  }

  value(): PdfValue {
    this.skip();
    const mark = String.fromCharCode(this.bytes[this.at] ?? 0);
    if (mark === '/') return this.name();
    if (mark === '(') return this.literal();
    if (mark === '[') return this.array();
    if (mark === '<') return this.bytes[this.at + 1] === 0x3c ? this.dict() : this.hex();
    return this.word();
  }

  private regular(): string {
    const from = this.at;
    while (this.at < this.bytes.length) {
      const byte = this.bytes[this.at] ?? 0;
      if (SPACE.has(byte) || DELIMITER.has(byte)) break;
      this.at++;
    }
    return this.bytes.toString('latin1', from, this.at);
  }

  private name(): PdfName {
    this.at++;
    return new PdfName(
      this.regular().replace(/#([0-9a-f]{2})/gi, (_, code: string) =>
        String.fromCharCode(parseInt(code, 16)),
      ),
    );
  }

  private literal(): PdfText {
    const out: string[] = [];
    let depth = 0;
    for (;;) {
      const mark = String.fromCharCode(this.bytes[this.at++] ?? 0);
      if (mark === '(' && depth++ === 0) continue;
      if (mark === ')' && --depth === 0) break;
      if (mark !== '\\') out.push(mark);
      else {
        const next = String.fromCharCode(this.bytes[this.at++] ?? 0);
        if (/[0-7]/.test(next)) throw new Error('octal escapes are not expected');
        out.push(ESCAPES[next] ?? next);
      }
      if (this.at > this.bytes.length) throw new Error('open string');
    }
    return new PdfText(Buffer.from(out.join(''), 'latin1'));
  }

  private hex(): PdfText {
    const end = this.bytes.indexOf(0x3e, this.at);
    const digits = this.bytes.toString('latin1', this.at + 1, end).replace(/\s/g, '');
    this.at = end + 1;
    return new PdfText(Buffer.from(digits, 'hex'));
  }

  private array(): PdfValue[] {
    this.at++;
    const values: PdfValue[] = [];
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === 0x5d) break;
      if (this.at >= this.bytes.length) throw new Error('open array');
      pushValue(values, this.value());
    }
    this.at++;
    return values;
  }

  private dict(): PdfDict {
    this.at += 2;
    const values: PdfValue[] = [];
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === 0x3e) break;
      if (this.at >= this.bytes.length) throw new Error('open dictionary');
      pushValue(values, this.value());
    }
    this.at += 2;
    const dict: PdfDict = new Map();
    for (let i = 0; i < values.length; i += 2) {
      const key = values[i];
      if (!(key instanceof PdfName)) throw new Error('key of a dictionary is no name');
      dict.set(key.name, values[i + 1] ?? null);
    }
    return dict;
  }

  private word(): PdfValue {
    const word = this.regular();
    if (word === '') throw new Error(`unreadable at ${this.at}`);
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) return Number(word);
    if (word === 'true' || word === 'false') return word === 'true';
    return word === 'null' ? null : new PdfOperator(word);
  }
}

/** Adds a value; `12 0 R` becomes a reference. */
function pushValue(values: PdfValue[], value: PdfValue): void {
  if (value instanceof PdfOperator && value.name === 'R') {
    values.pop();
    const id = values.pop();
    if (typeof id !== 'number') throw new Error('reference without a number');
    values.push(new PdfRef(id));
  } else values.push(value);
}
