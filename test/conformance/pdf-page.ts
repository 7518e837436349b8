import { PdfLexer, PdfName, PdfOperator, PdfStream, PdfText } from './pdf-lexer';
import type { PdfDict, PdfValue } from './pdf-lexer';
import type { PdfObjects } from './pdf-objects';

/** A piece of text as shown: in content order, at a place in points from the upper left corner. */
export interface PdfShown {
  text: string;
  x: number;
  y: number;
  /** Number of the marked content it belongs to; null for decoration. */
  mark: number | null;
}

export interface PdfPageRead {
  width: number;
  height: number;
  shown: PdfShown[];
  /** All text of the page, pieces parted by line ends. */
  text: string;
}

const nameOf = (value: PdfValue | undefined): string => (value instanceof PdfName ? value.name : '');

/** Text of the character codes of a font, from its ToUnicode map. */
function unicodeOf(objects: PdfObjects, font: PdfDict): Map<number, string> {
  const stream = objects.get(font.get('ToUnicode'));
  if (!(stream instanceof PdfStream)) throw new Error('a font without ToUnicode');
  const map = new Map<number, string>();
  for (const [, code, text] of objects
    .data(stream)
    .toString('latin1')
    .matchAll(/^<([0-9a-f]{4})> <([0-9a-f]*)>$/gm)) {
    const units = (text ?? '').match(/.{4}/g) ?? [];
    map.set(parseInt(code ?? '', 16), String.fromCharCode(...units.map((unit) => parseInt(unit, 16))));
  }
  return map;
}

const fontMaps = new WeakMap<PdfDict, Map<number, string>>();

interface Open {
  mark: number | null;
  /** Replaces all that is shown within. */
  actual: string | null;
  told: boolean;
}

type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** `a` applied before `b`. */
function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4],
    a[4] * b[1] + a[5] * b[3] + b[5],
  ];
}

const matrixOf = (values: readonly PdfValue[]): Matrix => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values.map(Number);
  return [a, b, c, d, e, f];
};

/** Runs the content of a page. */
export class PageReader {
  private readonly shown: PdfShown[] = [];
  private readonly open: Open[] = [];
  private matrix: Matrix = IDENTITY;
  private readonly saved: Matrix[] = [];
  private text: Matrix = IDENTITY;
  private readonly height: number;
  private readonly width: number;

  constructor(
    private readonly objects: PdfObjects,
    private readonly page: PdfDict,
  ) {
    const box = objects.get(page.get('MediaBox'));
    if (!Array.isArray(box)) throw new Error('a page without a size');
    [this.width, this.height] = [Number(box[2]), Number(box[3])];
  }

  read(): PdfPageRead {
    const content = this.objects.get(this.page.get('Contents'));
    if (!(content instanceof PdfStream)) throw new Error('a page without content');
    this.run(this.objects.data(content), this.objects.dict(this.page.get('Resources')));
    if (this.open.length > 0) throw new Error('marked content is left open');
    const { shown, width, height } = this;
    return { width, height, shown, text: shown.map((piece) => piece.text).join('\n') };
  }

  private run(content: Buffer, resources: PdfDict): void {
    const lexer = new PdfLexer(content);
    let font = new Map<number, string>();
    let operands: PdfValue[] = [];
    while (!lexer.done) {
      const value = lexer.value();
      if (!(value instanceof PdfOperator)) {
        operands.push(value);
        continue;
      }
      if (value.name === 'Tf') font = this.font(resources, nameOf(operands[0]));
      else this.operate(value.name, operands, font, resources);
      operands = [];
    }
  }

  private font(resources: PdfDict, name: string): Map<number, string> {
    const font = this.objects.dict(this.objects.dict(resources.get('Font')).get(name));
    let map = fontMaps.get(font);
    if (map === undefined) fontMaps.set(font, (map = unicodeOf(this.objects, font)));
    return map;
  }

  private operate(
    name: string,
    operands: readonly PdfValue[],
    font: ReadonlyMap<number, string>,
    resources: PdfDict,
  ): void {
    const [first, second] = operands;
    if (name === 'q') this.saved.push(this.matrix);
    else if (name === 'Q') this.matrix = this.saved.pop() ?? IDENTITY;
    else if (name === 'cm') this.matrix = times(matrixOf(operands), this.matrix);
    else if (name === 'Tm') this.text = matrixOf(operands);
    else if (name === 'BDC' || name === 'BMC') this.begin(nameOf(first), second);
    else if (name === 'EMC') this.open.pop();
    else if (name === 'Tj') this.show([first ?? null], font);
    else if (name === 'TJ') this.show(Array.isArray(first) ? first : [], font);
    else if (name === 'Do') this.form(resources, nameOf(first));
  }

  private begin(tag: string, properties: PdfValue | undefined): void {
    const outer = this.open.at(-1);
    const dict = properties instanceof Map ? properties : new Map<string, PdfValue>();
    const mark = dict.get('MCID');
    if (tag === 'Artifact' && typeof outer?.mark === 'number') throw new Error('decoration within content');
    const actual = dict.get('ActualText');
    this.open.push({
      mark: typeof mark === 'number' ? mark : (outer?.mark ?? null),
      actual: actual instanceof PdfText ? actual.text : null,
      told: false,
    });
  }

  private show(parts: readonly PdfValue[], font: ReadonlyMap<number, string>): void {
    const span = this.open.at(-1);
    if (span === undefined) throw new Error('text that is neither content nor decoration');
    let text = '';
    for (const part of parts) {
      if (!(part instanceof PdfText)) continue;
      for (let at = 0; at < part.bytes.length; at += 2)
        text += font.get(part.bytes.readUInt16BE(at)) ?? '\ufffd';
    }
    if (span.actual !== null) text = span.told ? '' : span.actual;
    span.told = true;
    const [, , , , x, y] = times(this.text, this.matrix);
    this.shown.push({ text, x, y: this.height - y, mark: span.mark });
  }

  private form(resources: PdfDict, name: string): void {
    const form = this.objects.get(this.objects.dict(resources.get('XObject')).get(name));
    if (!(form instanceof PdfStream)) throw new Error('a form that is not there');
    this.run(this.objects.data(form), this.objects.dict(form.dict.get('Resources')));
  }
}
