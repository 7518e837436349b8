import { RawObject, num } from './raw-object';
import { INK, PAGE, QUIET, RULE, STYLES } from './style';
import type { Canvas } from './canvas';
import type { Fonts } from './fonts';
import type { PdfFile, PdfReference } from './pdf-file';
import type { Typesetter } from './typesetter';

export type Orientation = 'portrait' | 'landscape';

interface SheetRecord {
  page: PdfReference;
  number: PdfReference;
}

/**
 * Where drawing stands. A page is written as soon as the next one starts; of a finished page only its number and the
 * form for "page x of y" remain, which is written at the end when both are known.
 */
export class PageFlow {
  y = 0;
  private sheets: SheetRecord[] = [];
  private current: Orientation | null = null;
  private wanted: Orientation = 'portrait';
  /** Running lines; `section` is what pages that start from now on carry. */
  running = { title: '', section: '', note: '' };
  /** Draws the title at the top of the next page, which then carries no running header. */
  title: (() => void) | null = null;

  constructor(
    private readonly file: PdfFile,
    private readonly canvas: Canvas,
    private readonly fonts: Fonts,
    private readonly typesetter: Typesetter,
  ) {}

  get left(): number {
    return PAGE.left;
  }

  get width(): number {
    return this.widthOf(this.current ?? this.wanted);
  }

  widthOf(orientation: Orientation): number {
    return (orientation === 'portrait' ? PAGE.short : PAGE.long) - PAGE.left - PAGE.right;
  }

  /** Height of a whole page's body. */
  get body(): number {
    return this.bodyOf(this.current ?? this.wanted);
  }

  bodyOf(orientation: Orientation): number {
    return (orientation === 'portrait' ? PAGE.long : PAGE.short) - PAGE.top - PAGE.bottom;
  }

  private get bottom(): number {
    return PAGE.top + this.body;
  }

  /** Height left on the current page; none before the first. */
  get room(): number {
    return this.current === null ? 0 : this.bottom - this.y;
  }

  get atTop(): boolean {
    return this.current === null || this.y <= PAGE.top + 0.01;
  }

  /** Pages begun so far. */
  get count(): number {
    return this.sheets.length;
  }

  get page(): PdfReference | undefined {
    return this.sheets.at(-1)?.page;
  }

  /** Starts a new page unless there is room for `height`. @returns true when it did */
  need(height: number): boolean {
    const fits = (): boolean => this.y + height <= this.bottom + 0.01;
    if (this.current !== null && this.current === this.wanted && fits()) return false;
    this.startPage();
    if (!fits() && !this.atTop) this.startPage(); // the title took the room
    return true;
  }

  /** Distance to what follows, unless a page starts. */
  space(height: number): void {
    if (!this.atTop) this.y += height;
  }

  /** What is drawn next starts on a new page. */
  break(): void {
    if (this.current === null) return;
    this.canvas.endPage();
    this.current = null;
  }

  /** Turns the pages that start from now on; the current one ends when it lies otherwise. */
  turn(orientation: Orientation): void {
    this.wanted = orientation;
    if (this.current !== null && this.current !== orientation) this.break();
  }

  startPage(): void {
    this.break();
    const orientation = this.wanted;
    const long = orientation === 'landscape';
    const page = this.file.addSheet(long ? PAGE.long : PAGE.short, long ? PAGE.short : PAGE.long);
    this.current = orientation;
    this.y = PAGE.top;
    this.canvas.startPage(page);
    const number = this.file.object({});
    this.sheets.push({ page: page.dictionary, number });
    this.canvas.artifact(() => {
      this.drawRunning(page.width, page.height);
      this.canvas.form('PageNumber', number, page.width - PAGE.right, page.height - PAGE.footerBaseline);
    }, 'Pagination');
    const { title } = this;
    this.title = null;
    title?.();
  }

  private drawRunning(width: number, height: number): void {
    const style = STYLES.running;
    const inner = width - PAGE.left - PAGE.right;
    const { title, section, note } = this.running;
    if (this.title === null) {
      const right = this.fitted(section, inner * 0.5);
      const rightWidth = (right.advance * style.size) / 1000;
      this.canvas.text(this.fitted(title, inner - rightWidth - 16), PAGE.left, PAGE.headerBaseline, style);
      this.canvas.text(right, width - PAGE.right - rightWidth, PAGE.headerBaseline, {
        ...style,
        colour: INK,
      });
      this.canvas.rule(PAGE.left, PAGE.headerBaseline + 7, inner, RULE);
    }
    this.canvas.rule(PAGE.left, height - PAGE.footerBaseline - 13, inner, RULE);
    this.canvas.text(this.fitted(note, inner - 90), PAGE.left, height - PAGE.footerBaseline, style);
  }

  /** A line cut to a width, with an ellipsis when it was longer; only for running lines, which repeat. */
  private fitted(text: string, width: number): ReturnType<Typesetter['line']> {
    const limit = (width * 1000) / STYLES.running.size;
    const flat = text.replace(/\s+/g, ' ').trim();
    if (flat.length < 400 && this.typesetter.advance(flat, 'regular') <= limit)
      return this.typesetter.line(flat, 'regular');
    const characters = [...flat.slice(0, 400)];
    while (characters.length > 0 && this.typesetter.advance(`${characters.join('')}…`, 'regular') > limit)
      characters.pop();
    return this.typesetter.line(`${characters.join('').trimEnd()}…`, 'regular');
  }

  /** Adds an annotation to the current page. @param id its object number */
  annotate(id: number): void {
    const data = this.page?.data;
    if (data === undefined) return;
    const known = (data['Annots'] ?? []) as readonly RawObject[];
    data['Annots'] = [...known, new RawObject(`${id} 0 R`)];
  }

  /** Moves the pages begun since `from` to the front. */
  moveToFront(from: number): void {
    this.sheets = [...this.sheets.slice(from), ...this.sheets.slice(0, from)];
    const order = this.file.pageOrder;
    order.unshift(...order.splice(from));
  }

  /** Ends the last page and writes the page numbers. */
  finish(): void {
    this.break();
    for (const [index, sheet] of this.sheets.entries())
      this.writeNumber(sheet.number, index + 1, this.sheets.length);
  }

  private writeNumber(form: PdfReference, number: number, total: number): void {
    const style = STYLES.running;
    const line = this.typesetter.line(`Page ${number} of ${total}`, 'regular');
    const width = (line.advance * style.size) / 1000;
    const face = this.fonts.text('regular');
    form.data = {
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [-120, -12, 1, 6],
      Resources: { Font: { [face.name]: face.ref } },
    };
    const colour = [1, 3, 5].map((at) => num(Number.parseInt(QUIET.slice(at, at + 2), 16) / 255)).join(' ');
    const hex = line.pieces.flatMap((piece) => piece.runs.map((run) => run.hex)).join('');
    form.end(
      Buffer.from(
        `${colour} rg BT /${face.name} ${style.size} Tf 1 0 0 -1 ${num(-width)} 0 Tm <${hex}> Tj ET`,
        'latin1',
      ),
    );
  }
}
