import type { Heading, Paragraph } from '@pressroom/document';
import { instantIn } from '@pressroom/document';
import type { DocumentHead } from '../builder';
import type { Sheet } from './sheet';
import { linesOf, type Widths } from './widths';

/** Running text spans columns up to about this many characters: longer lines are hard to read. */
const MEASURE = 96;
const MOST_COLUMNS = 12;

/** Columns that running text spans, at least one. */
function spanOf(widths: Widths): number {
  let columns = 1;
  while (columns < MOST_COLUMNS && widths.upTo(columns + 1) <= MEASURE) columns += 1;
  return columns;
}

const STYLES = { normal: 'paragraph', note: 'note', lead: 'lead' } as const;
const LINE = { normal: 15, note: 14, lead: 17 } as const;

export function drawParagraph(sheet: Sheet, { text, tone = 'normal' }: Paragraph): void {
  const { row } = sheet;
  const cells = [{ column: 0, value: text, style: STYLES[tone] }];
  sheet.cells(row, cells, () => {
    const lines = linesOf(text, sheet.widths.upTo(spanOf(sheet.widths)) * 1.05);
    return lines * LINE[tone] + 2;
  });
  sheet.beforeDrawing(() => {
    sheet.merge({ firstColumn: 0, firstRow: row, lastColumn: spanOf(sheet.widths) - 1, lastRow: row });
  });
  sheet.row += 1;
}

export function drawHeading(sheet: Sheet, { level, text }: Heading): void {
  sheet.cells(sheet.row, [{ column: 0, value: text, style: level === 2 ? 'heading2' : 'heading3' }], 24);
  sheet.row += 1;
}

/** Title, subtitle, what the report is about and the moment that its data are of. */
export function drawTitle(sheet: Sheet, head: DocumentHead): void {
  sheet.cells(sheet.row, [{ column: 0, value: head.title, style: 'title' }], 32);
  sheet.row += 1;
  if (head.subtitle !== undefined) {
    sheet.cells(sheet.row, [{ column: 0, value: head.subtitle, style: 'subtitle' }], 18);
    sheet.row += 1;
  }
  const asOf =
    head.asOf === null
      ? []
      : [{ label: 'As of', value: `${instantIn(head.asOf, head.timeZone).slice(0, 16)} (${head.timeZone})` }];
  for (const { label, value } of [...head.facts, ...asOf]) {
    sheet.cells(sheet.row, [
      { column: 0, value: label, style: 'aboutLabel' },
      { column: 1, value, style: 'aboutValue' },
    ]);
    sheet.widths.ask(0, Math.min(24, label.length + 2));
    sheet.row += 1;
  }
}
