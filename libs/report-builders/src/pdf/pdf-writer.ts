import { cleanText } from '@pressroom/document';
import { Body } from './body';
import { Opening } from './opening';
import { finish, put } from '../sink';
import type { CellValue, Chart, Facts, Heading, Paragraph, Section } from '@pressroom/document';
import type {
  BuiltFile,
  DocumentHead,
  DocumentWriter,
  TableHead,
  WriterFactory,
  WriterOptions,
} from '../builder';

/** Turns the calls of a document into pages, and hands their bytes on as fast as the sink takes them. */
class PdfWriter implements DocumentWriter {
  private body: Body | null = null;
  private readonly opening = new Opening(async (contents) => {
    this.drawing.begin(contents);
    await this.pass();
  });

  constructor(private readonly options: WriterOptions) {}

  private get drawing(): Body {
    if (this.body === null) throw new Error('the document has not begun');
    return this.body;
  }

  begin(head: DocumentHead): void {
    this.body = new Body(head);
  }

  section(section: Pick<Section, 'key' | 'title'>): Promise<void> {
    return this.opening.section(this.step((body) => body.section(cleanText(section.title))));
  }

  heading(block: Heading): Promise<void> {
    return this.play((body) => body.heading(block));
  }

  paragraph(block: Paragraph): Promise<void> {
    return this.play((body) => body.paragraph(block));
  }

  facts(block: Facts): Promise<void> {
    return this.play((body) => body.facts(block));
  }

  chart(block: Chart): Promise<void> {
    return this.play((body) => body.chart(block));
  }

  pageBreak(): Promise<void> {
    return this.play((body) => body.pageBreak());
  }

  tableBegin(table: TableHead): Promise<void> {
    return this.play((body) => body.tableBegin(table));
  }

  tableRows(rows: readonly (readonly CellValue[])[]): Promise<void> {
    return this.play((body) => body.tableRows(rows), rows.length);
  }

  tableEnd(): Promise<void> {
    return this.play((body) => body.tableEnd());
  }

  async end(): Promise<BuiltFile> {
    await this.opening.end();
    const { rows, omittedRows } = this.drawing.end();
    await this.pass(true);
    await finish(this.options.sink);
    return { rows, omittedRows, extension: 'pdf', mediaType: 'application/pdf' };
  }

  abort(): Promise<void> {
    this.body = null;
    this.options.sink.destroy();
    return Promise.resolve();
  }

  private play(draw: (body: Body) => void, rows = 0): Promise<void> {
    return this.opening.play(this.step(draw), rows);
  }

  private step(draw: (body: Body) => void): () => Promise<void> {
    return () => {
      draw(this.drawing);
      return this.pass();
    };
  }

  /** Hands bytes on when they are many, waiting whenever the sink is full. */
  private async pass(all = false): Promise<void> {
    for (const chunk of this.drawing.takeBytes(all)) await put(this.options.sink, chunk);
  }
}

/** PDF 1.7, tagged, with embedded fonts; equal documents give equal bytes. */
export const createPdfWriter: WriterFactory = (options) => new PdfWriter(options);
