import { Canvas } from './canvas';
import { Fonts } from './fonts';
import { PageFlow } from './page-flow';
import { PdfFile } from './pdf-file';
import { Structure } from './structure';
import { Typesetter } from './typesetter';
import { wrap } from './wrap';
import type { Element, Role } from './structure';
import type { TextStyle } from './style';
import type { Line } from './typesetter';
import type { FileFacts } from './xmp';

/** Everything that drawing one document takes. */
export class Press {
  readonly file: PdfFile;
  readonly fonts: Fonts;
  readonly typesetter: Typesetter;
  readonly structure: Structure;
  readonly canvas: Canvas;
  readonly flow: PageFlow;
  /** Root of the structure tree. */
  readonly root: Element;

  constructor(facts: FileFacts) {
    this.file = new PdfFile(facts);
    this.fonts = new Fonts(this.file);
    this.typesetter = new Typesetter(this.fonts);
    this.structure = new Structure(this.file);
    this.canvas = new Canvas(this.file, this.structure);
    this.flow = new PageFlow(this.file, this.canvas, this.fonts, this.typesetter);
    this.root = this.structure.open('Document', null);
  }

  /** Lines of a text in a style, at most `width` points wide. */
  wrap(text: string, style: TextStyle, width: number): Line[] {
    return wrap(this.typesetter, text, style.weight, style.size, width);
  }

  /**
   * Draws lines from the flow's height down, over as many pages as they need, as content of one element.
   * Text of right-to-left paragraphs ends at the right margin.
   */
  lines(
    element: Element,
    lines: readonly Line[],
    style: TextStyle,
    x = this.flow.left,
    width = this.flow.width,
  ): void {
    this.structure.tell(element, lines);
    for (let from = 0; from < lines.length;) {
      this.flow.need(style.leading);
      const count = Math.max(1, Math.floor((this.flow.room + 0.01) / style.leading));
      const part = lines.slice(from, from + count);
      const rightToLeft = lines[0]?.direction === 'rtl';
      this.canvas.tagged(element, () => {
        for (const line of part) {
          const inset = rightToLeft ? width - (line.inked * style.size) / 1000 : 0;
          this.canvas.text(line, x + inset, this.flow.y + baselineOf(style), style);
          this.flow.y += style.leading;
        }
      });
      from += part.length;
    }
  }

  /** A whole text as one element under `parent`. @returns the element, closed */
  block(role: Role, parent: Element, text: string, style: TextStyle, width = this.flow.width): Element {
    const element = this.structure.open(role, parent);
    this.lines(element, this.wrap(text, style, width), style, this.flow.left, width);
    this.structure.close(element);
    return element;
  }
}

/** From the top of a line to its baseline: the leading that is left over stands half above. */
export function baselineOf(style: TextStyle): number {
  return (style.leading - style.size) / 2 + style.size * 0.82;
}
