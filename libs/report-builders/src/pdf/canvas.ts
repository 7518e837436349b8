import { pdfText, num } from './raw-object';
import type { PdfFile, PdfPage } from './pdf-file';
import type { Colour, TextStyle } from './style';
import type { Element, Structure } from './structure';
import type { Line, Run } from './typesetter';

const colours = new Map<string, string>();

/** Operands of a colour, `0.1 0.2 0.3`. */
export function operands(colour: Colour): string {
  let known = colours.get(colour);
  if (known === undefined) {
    const part = (at: number): string => num(Number.parseInt(colour.slice(at, at + 2), 16) / 255);
    known = `${part(1)} ${part(3)} ${part(5)}`;
    colours.set(colour, known);
  }
  return known;
}

/** Text matrix of text turned clockwise, on a page whose y points down. */
function turned(degrees: number): string {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle), Math.sin(angle), -Math.cos(angle)].map(num).join(' ');
}

/**
 * Draws on the current page; points from its upper left corner, y downwards (pdfkit turns its pages so).
 * Text goes to the content stream directly: pdfkit's `text` lays out, measures and encodes every string three times,
 * which makes a table of 10,000 rows twenty times slower, and it knows neither our fonts nor fallbacks.
 */
export class Canvas {
  private page: PdfPage | undefined;
  private pending: string[] = [];
  private font = '';
  private fill = '';

  constructor(
    private readonly file: PdfFile,
    private readonly structure: Structure,
  ) {}

  startPage(page: PdfPage): void {
    this.page = page;
    this.font = '';
    this.fill = '';
    this.structure.startPage(page.dictionary);
  }

  endPage(): void {
    this.flush();
    this.structure.endPage();
    this.page = undefined;
  }

  /** Writes pending operators, so that pdfkit's own drawing comes after them. */
  flush(): void {
    if (this.pending.length === 0) return;
    this.file.addContent(this.pending.join('\n'));
    this.pending = [];
  }

  /** What `draw` draws is content of the element. */
  tagged(element: Element, draw: () => void): void {
    this.pending.push(`/${element.role}<</MCID ${this.structure.mark(element)}>>BDC`);
    draw();
    this.pending.push('EMC');
  }

  /** What `draw` draws is decoration, or repeats what stands elsewhere. */
  artifact(draw: () => void, kind: 'Layout' | 'Pagination' = 'Layout'): void {
    this.pending.push(`/Artifact<</Type/${kind}>>BDC`);
    draw();
    this.pending.push('EMC');
  }

  /** Text with its baseline starting at a point. @param turn degrees clockwise about that point */
  text(line: Line, x: number, baseline: number, style: Pick<TextStyle, 'size' | 'colour'>, turn = 0): void {
    if (line.pieces.length === 0) return;
    const { pending } = this;
    this.fillColour(style.colour);
    pending.push(`BT ${turn === 0 ? '1 0 0 -1' : turned(turn)} ${num(x)} ${num(baseline)} Tm`);
    for (const piece of line.pieces) {
      if (piece.actual !== null) pending.push(`/Span<</ActualText${pdfText(piece.actual)}>>BDC`);
      for (const run of piece.runs) this.run(run, style.size);
      if (piece.actual !== null) pending.push('EMC');
    }
    pending.push('ET');
  }

  private run(run: Run, size: number): void {
    this.useFont(run.face.name, size, run);
    if (run.shift === undefined) {
      this.pending.push(`<${run.hex}>Tj`);
      return;
    }
    const { dx, rise, own } = run.shift;
    const behind = num(dx + own - run.advance);
    this.pending.push(`${num((rise * size) / 1000)} Ts[${num(-dx)}<${run.hex}>${behind}]TJ 0 Ts`);
  }

  rect(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.fillColour(colour);
    this.pending.push(`${num(x)} ${num(y)} ${num(width)} ${num(height)} re f`);
  }

  /** Horizontal or vertical hairline, drawn as a filled box so that it keeps its width at any zoom. */
  rule(x: number, y: number, length: number, colour: Colour, width = 0.5): void {
    this.rect(x, y - width / 2, length, width, colour);
  }

  /** Paints a form that may still be unwritten. */
  form(name: string, form: { id: number }, x: number, y: number): void {
    if (this.page === undefined) return;
    this.page.xobjects[name] = form as never;
    this.pending.push(`q 1 0 0 1 ${num(x)} ${num(y)} cm /${name} Do Q`);
  }

  /** What `draw` draws is moved to a point and scaled. */
  group(x: number, y: number, scale: number, draw: () => void): void {
    const { font, fill } = this;
    this.pending.push(`q ${num(scale)} 0 0 ${num(scale)} ${num(x)} ${num(y)} cm`);
    draw();
    this.pending.push('Q');
    this.font = font;
    this.fill = fill;
  }

  /** Operators as they stand, which may change the state at will. */
  vectors(operators: string): void {
    this.pending.push(`q ${operators} Q`);
  }

  /** Operator after which fills (and `lines` too) are so opaque. @param opacity 0 to 1 */
  opaque(opacity: number, lines: boolean): string {
    return `/${this.file.opaque(opacity, lines)} gs `;
  }

  /** Drawing with pdfkit's vector methods. */
  vector(draw: (file: PdfFile) => void): void {
    this.flush();
    this.file.save();
    draw(this.file);
    this.file.restore();
  }

  private fillColour(colour: Colour): void {
    if (this.fill === colour) return;
    this.fill = colour;
    this.pending.push(`${operands(colour)} rg`);
  }

  private useFont(name: string, size: number, run: { face: { ref: unknown } }): void {
    const key = `/${name} ${num(size)} Tf`;
    if (this.font === key) return;
    this.font = key;
    if (this.page) this.page.fonts[name] ??= run.face.ref as never;
    this.pending.push(key);
  }
}
