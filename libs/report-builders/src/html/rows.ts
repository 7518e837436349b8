import { display, plainCell } from '@pressroom/document';
import type { CellValue, Column, Format } from '@pressroom/document';
import { escapeText, heatSpan, heatStep } from '../charts';
import type { TableHead } from '../builder';

export type Row = readonly CellValue[];

/** How a column's cells lie and sort: figures to the right, stamps in one line, the rest as text. */
export function kindOf(format: Format): { lie: 'n' | 'd' | ''; sort: 'n' | 'd' | 't' } {
  switch (format.kind) {
    case 'integer':
    case 'decimal':
    case 'percent':
      return { lie: 'n', sort: 'n' };
    case 'duration':
      return { lie: 'n', sort: 'd' };
    case 'time':
      return { lie: 'n', sort: 't' };
    case 'date':
    case 'instant':
    case 'id':
      return { lie: 'd', sort: 't' };
    case 'text':
    case 'boolean':
      return { lie: '', sort: 't' };
  }
}

/** Gives a numeric cell its colour or bar. */
interface Scale {
  classOf(value: number): string;
  barOf(value: number): string;
}

function heatScale(low: number, high: number): Scale {
  return { classOf: (value) => ` heat-${heatStep(value, low, high)}`, barOf: () => '' };
}

function barScale(low: number, high: number): Scale {
  const most = Math.max(Math.abs(low), Math.abs(high));
  const barOf = (value: number): string => {
    const width = most > 0 ? Math.round((Math.abs(value) / most) * 1000) / 10 : 0;
    const fill = value < 0 ? 'f-series-2' : 'f-series-1';
    return `<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${width}" height="10" class="${fill}"/></svg>`;
  };
  return { classOf: () => '', barOf };
}

function* numbersAt(rows: readonly Row[], at: readonly number[]): Generator<number> {
  for (const row of rows) {
    for (const index of at) {
      const value = row[index];
      if (typeof value === 'number' && Number.isFinite(value)) yield value;
    }
  }
}

/** The scales of a table from its rows; columns named together share one. */
export function scalesOf(table: TableHead, rows: readonly Row[]): ReadonlyMap<number, Scale> {
  const scales = new Map<number, Scale>();
  for (const { columns, style } of table.scales ?? []) {
    const at = columns
      .map((key) => table.columns.findIndex((column) => column.key === key))
      .filter((index) => index >= 0);
    const { low, high } = heatSpan([...numbersAt(rows, at)]);
    const scale = style === 'heat' ? heatScale(low, high) : barScale(low, high);
    for (const index of at) scales.set(index, scale);
  }
  return scales;
}

const PROSE = 40;
const WORD = 24;
const LONG_WORD = /\S{25}/;

/** Encodes the rows of one table. */
export class RowEncoder {
  private readonly opens: readonly string[];
  private readonly closes: readonly string[];

  constructor(
    private readonly columns: readonly Column[],
    private readonly scales: ReadonlyMap<number, Scale>,
  ) {
    this.opens = columns.map(({ format }, index) => {
      const { lie } = kindOf(format);
      const name = index === 0 ? '<th scope="row"' : '<td';
      return name + (lie === '' ? ' dir="auto">' : ` class="${lie}">`);
    });
    this.closes = columns.map((_, index) => (index === 0 ? '</th>' : '</td>'));
  }

  encode(row: Row): string {
    let html = '<tr>';
    for (let index = 0; index < this.columns.length; index += 1) {
      const column = this.columns[index];
      if (column === undefined) break;
      const value = plainCell(row[index]);
      const scale = this.scales.size === 0 ? undefined : this.scales.get(index);
      const scaled = scale !== undefined && typeof value === 'number' && Number.isFinite(value);
      const text = escapeText(display(value, column.format));
      const long = scale === undefined && text.length > PROSE && typeof value === 'string';
      if (long || (text.length > WORD && LONG_WORD.test(text))) html += this.prose(index, text);
      else
        html += scaled
          ? this.scaled(index, value, text, scale)
          : `${this.opens[index] ?? ''}${text}${this.closes[index] ?? ''}`;
    }
    return `${html}</tr>\n`;
  }

  /** Long texts ask for room, so that they don't stand as a column of single words. */
  private prose(index: number, text: string): string {
    return index === 0
      ? `<th scope="row" class="long" dir="auto">${text}</th>`
      : `<td class="long" dir="auto">${text}</td>`;
  }

  private scaled(index: number, value: number, text: string, scale: Scale): string {
    const [tag, scope] = index === 0 ? ['th', ' scope="row"'] : ['td', ''];
    return `<${tag}${scope} class="n${scale.classOf(value)}">${scale.barOf(value)}${text}</${tag}>`;
  }
}
