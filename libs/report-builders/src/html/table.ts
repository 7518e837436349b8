import { display, headerOf } from '@pressroom/document';
import { escapeText } from '../charts';
import type { TableHead } from '../builder';
import { kindOf, RowEncoder, scalesOf } from './rows';
import type { Row } from './rows';

/** Rows that a table with `tail: 'first'` prints. */
export const FIRST_ROWS = 5_000;
/** A scale needs all values before the first cell; longer tables than this are printed without. */
const SCALED_ROWS = 5_000;

const counted = (count: number): string => display(count, { kind: 'integer' });

/** One table under way: takes rows in batches and gives the HTML that is ready. */
export class TableHtml {
  private encoder: RowEncoder | null = null;
  private held: Row[] = [];
  /** Rows printed or held to be printed. */
  printed = 0;
  omitted = 0;

  constructor(
    private readonly table: TableHead,
    private readonly id: string,
  ) {
    if ((table.scales ?? []).length === 0) this.encoder = new RowEncoder(table.columns, new Map());
  }

  begin(): string {
    const heads = this.table.columns.map((column) => {
      const { lie, sort } = kindOf(column.format);
      return `<th scope="col" data-sort="${sort}"${lie === '' ? '' : ` class="${lie}"`}>${escapeText(headerOf(column))}</th>`;
    });
    return (
      `<div class="table" role="region" tabindex="0" aria-labelledby="${this.id}-c">\n` +
      `<table data-key="${escapeText(this.table.key)}"><caption id="${this.id}-c">${escapeText(this.table.title)}</caption>\n` +
      `<thead><tr>${heads.join('')}</tr></thead>\n<tbody>\n`
    );
  }

  /** The rows of a batch, one text each; none while a scale still waits for its values. */
  *rows(batch: readonly Row[]): Generator<string> {
    const room = this.table.tail === 'first' ? Math.max(0, FIRST_ROWS - this.printed) : Infinity;
    const shown = batch.length <= room ? batch : batch.slice(0, room);
    this.omitted += batch.length - shown.length;
    this.printed += shown.length;
    if (this.encoder === null) {
      for (const row of shown) this.held.push(row);
      if (this.held.length > SCALED_ROWS) yield* this.release(new RowEncoder(this.table.columns, new Map()));
      return;
    }
    for (const row of shown) yield this.encoder.encode(row);
  }

  private *release(encoder: RowEncoder): Generator<string> {
    const { held } = this;
    this.encoder = encoder;
    this.held = [];
    for (const row of held) yield encoder.encode(row);
  }

  *end(): Generator<string> {
    if (this.encoder === null)
      yield* this.release(new RowEncoder(this.table.columns, scalesOf(this.table, this.held)));
    if (this.printed === 0) {
      const span = Math.max(1, this.table.columns.length);
      yield `<tr><td class="empty" colspan="${span}">${escapeText(this.table.emptyText ?? 'No rows')}</td></tr>\n`;
    }
    yield '</tbody></table>\n</div>\n';
    if (this.omitted > 0) yield this.more();
  }

  private more(): string {
    const whole = counted(this.printed + this.omitted);
    const rest = counted(this.omitted);
    return `<p class="more">These are the first ${counted(this.printed)} of ${whole} rows; the workbook holds the other ${rest}.</p>\n`;
  }
}
