import type { Fact, Facts } from '@pressroom/document';
import { changeOf } from '../change';
import type { Sheet, SheetCell } from './sheet';
import { formatStyle } from './styles';
import { linesOf } from './widths';

const TILE_WIDTH = 22;
const ARROWS = { up: '▲ ', down: '▼ ', same: '', none: '' } as const;

/** Tiles beside each other: rows as even as can be, four across at most. */
function tilesAcross(count: number): number {
  if (count <= 4) return count;
  return count % 4 === 0 || count % 4 === 3 ? 4 : 3;
}

/** Facts as tiles: name, figure, and how it stands against its reference. */
export function drawTiles(sheet: Sheet, { facts }: Facts): void {
  const across = tilesAcross(facts.length);
  for (let from = 0; from < facts.length; from += across) {
    const row = facts.slice(from, from + across);
    row.forEach((_fact, column) => sheet.widths.ask(column, TILE_WIDTH));
    drawRow(sheet, row);
    sheet.row += 1;
  }
}

function drawRow(sheet: Sheet, facts: readonly Fact[]): void {
  const labels = facts.map(labelOf);
  const remarks = facts.map(remarkOf);
  const height = (texts: readonly string[], line: number) => (): number =>
    Math.max(...texts.map((text, column) => linesOf(text, sheet.widths.of(column) - 2))) * line + 4;
  sheet.cells(
    sheet.row,
    labels.map((value, column) => ({ column, value, style: 'tileLabel' })),
    height(labels, 13),
  );
  sheet.cells(sheet.row + 1, facts.map(figureCell), 28);
  facts.forEach(({ key }, column) => sheet.named.push({ key, column, row: sheet.row + 1 }));
  sheet.cells(
    sheet.row + 2,
    remarks.map((value, column) => ({ column, value, style: remarkStyle(facts[column]) })),
    height(remarks, 12),
  );
  sheet.row += 3;
}

function labelOf({ label, unit }: Fact): string {
  return unit === undefined ? label : `${label} (${unit})`;
}

function figureCell({ value, format }: Fact, column: number): SheetCell {
  return { column, value: value ?? '–', style: `tile.${formatStyle(format)}`, format };
}

/** The change against the reference, and the note. */
function remarkOf(fact: Fact): string {
  const change = changeOf(fact);
  const moved = change === null ? [] : [`${ARROWS[change.direction]}${change.text}`, change.reference];
  return [...moved, fact.note ?? ''].filter((text) => text !== '').join('\n');
}

function remarkStyle(fact: Fact | undefined): SheetCell['style'] {
  const change = fact === undefined ? null : changeOf(fact);
  if (change === null || change.good === null) return 'tileChange';
  return change.good ? 'tileGood' : 'tileBad';
}
