import type { Chart, Facts, Heading, Paragraph, Section } from '@pressroom/document';
import type { Writable } from 'node:stream';
import type { BuiltFile, DocumentHead, DocumentWriter, TableHead, WriterFactory } from '../builder';
import { escapeText } from '../charts';
import { finish, put } from '../sink';
import { UniqueNames } from '../unique-names';
import { chartHtml, factsHtml, headingHtml, paragraphHtml } from './blocks';
import { pageEnd, pageStart } from './frame';
import type { Entry } from './frame';
import type { Row } from './rows';
import { TableHtml } from './table';

/** UTF-16 units gathered before they go to the sink. */
const CHUNK = 64 * 1024;

/** One self-contained page: nothing is loaded from elsewhere, nothing runs but the page's own sorting. */
class HtmlWriter implements DocumentWriter {
  private buffer = '';
  private head: DocumentHead | null = null;
  private readonly sections: Entry[] = [];
  private inSection = false;
  private readonly ids = new UniqueNames();
  private table: TableHtml | null = null;
  private rows = 0;
  private omittedRows = 0;

  constructor(private readonly sink: Writable) {}

  begin(head: DocumentHead): Promise<void> | undefined {
    this.head = head;
    return this.add(pageStart(head));
  }

  section({ key, title }: Pick<Section, 'key' | 'title'>): Promise<void> | undefined {
    const id = this.idOf('section', key);
    if (title !== '') this.sections.push({ id, title });
    const close = this.inSection ? '</section>\n' : '';
    this.inSection = true;
    return this.add(`${close}<section id="${id}">\n${title === '' ? '' : `<h2>${escapeText(title)}</h2>\n`}`);
  }

  heading(block: Heading): Promise<void> | undefined {
    return this.add(headingHtml(block));
  }

  paragraph(block: Paragraph): Promise<void> | undefined {
    return this.add(paragraphHtml(block));
  }

  facts(block: Facts): Promise<void> | undefined {
    return this.add(factsHtml(block));
  }

  chart(block: Chart): Promise<void> | undefined {
    return this.add(chartHtml(block, this.idOf('chart', block.key)));
  }

  pageBreak(): Promise<void> | undefined {
    return this.add('<div class="break"></div>\n');
  }

  tableBegin(table: TableHead): Promise<void> | undefined {
    this.table = new TableHtml(table, this.idOf('table', table.key));
    return this.add(this.table.begin());
  }

  async tableRows(rows: readonly Row[]): Promise<void> {
    if (this.table !== null) await this.addAll(this.table.rows(rows));
  }

  async tableEnd(): Promise<void> {
    if (this.table === null) return;
    await this.addAll(this.table.end());
    this.rows += this.table.printed;
    this.omittedRows += this.table.omitted;
    this.table = null;
  }

  async end(): Promise<BuiltFile> {
    if (this.head === null) throw new Error('a document ends that never began');
    this.buffer += (this.inSection ? '</section>\n' : '') + pageEnd(this.head, this.sections);
    await this.flush();
    await finish(this.sink);
    return {
      rows: this.rows,
      omittedRows: this.omittedRows,
      extension: 'html',
      mediaType: 'text/html; charset=utf-8',
    };
  }

  async abort(): Promise<void> {
    this.buffer = '';
    this.table = null;
  }

  private idOf(kind: string, key: string): string {
    return this.ids.take(`${kind}-${key.replace(/[^\w-]/g, '')}`);
  }

  private add(html: string): Promise<void> | undefined {
    this.buffer += html;
    return this.buffer.length < CHUNK ? undefined : this.flush();
  }

  private async addAll(pieces: Iterable<string>): Promise<void> {
    for (const piece of pieces) {
      const full = this.add(piece);
      if (full !== undefined) await full;
    }
  }

  private flush(): Promise<void> | undefined {
    const { buffer } = this;
    this.buffer = '';
    return put(this.sink, Buffer.from(buffer, 'utf8'));
  }
}

export const createHtmlWriter: WriterFactory = ({ sink }) => new HtmlWriter(sink);
