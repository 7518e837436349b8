import { CELL, STYLES } from './style';
import { wrap } from './wrap';
import { baselineOf } from './press';
import type { Colour, TextStyle } from './style';
import type { Press } from './press';
import type { Element } from './structure';
import type { Slice, TablePlan } from './table-plan';
import type { Line } from './typesetter';

/** A row broken into lines, ready to be drawn whole or in parts. */
export interface SetRow {
  /** Lines of each column. */
  cells: readonly (readonly Line[])[];
  /** Lines of the tallest cell. */
  lines: number;
  style: TextStyle;
  /** Backgrounds and bars of columns, if any. */
  grounds?: readonly (CellGround | undefined)[];
}

export interface CellGround {
  colour: Colour;
  /** Share of the cell's width that is coloured. */
  share: number;
  /** Colour of the text upon it. */
  ink?: Colour;
}

/** Elements of a row: the row and its cells, the latter undefined where a cell only repeats. */
export interface RowElements {
  row: Element;
  cells: Element[];
}

export const rowHeight = (row: SetRow, lines = row.lines): number => lines * row.style.leading + 2 * CELL.y;

/** Breaks the texts of a row to the widths of its columns. */
export function setRow(press: Press, plan: TablePlan, texts: readonly string[], style: TextStyle): SetRow {
  let tallest = 1;
  const cells = texts.map((text, index) => {
    const width = (plan.widths[index] ?? 0) - 2 * plan.padding;
    const lines = wrap(press.typesetter, text, style.weight, style.size, width);
    if (lines.length > tallest) tallest = lines.length;
    return lines;
  });
  return { cells, lines: tallest, style };
}

export function setHeader(press: Press, plan: TablePlan, titles: readonly string[]): SetRow {
  return setRow(press, plan, titles, STYLES.header);
}

/** Opens a row with a cell for each of `count` columns; header cells say that they head columns. */
export function openRow(
  press: Press,
  parent: Element,
  role: 'TH' | 'TD',
  count: number,
  span = 1,
): RowElements {
  const row = press.structure.open('TR', parent);
  const scope = role === 'TH' ? '/Scope/Column' : '';
  const spans = span > 1 ? `/ColSpan ${span}` : '';
  const options = scope || spans ? { attributes: `/A<</O/Table${scope}${spans}>>` } : {};
  const cells = Array.from({ length: count }, () => press.structure.open(role, row, options));
  return { row, cells };
}

export function closeRow(press: Press, elements: RowElements): void {
  for (const cell of elements.cells) press.structure.close(cell);
  press.structure.close(elements.row);
}

/**
 * Draws lines `from` to `to` of a row's cells in a slice, at the flow's height, which stays.
 * @param elements null when the row repeats what was drawn before
 */
export function drawRow(
  press: Press,
  plan: TablePlan,
  slice: Slice,
  row: SetRow,
  elements: RowElements | null,
  from = 0,
  to = row.lines,
): void {
  const { canvas, flow } = press;
  if (row.grounds) drawGrounds(press, slice, plan, row, rowHeight(row, to - from));
  // Header cells sit on the rule below them, others hang from the one above.
  const top = flow.y + CELL.y + baselineOf(row.style);
  for (const [place, column] of slice.columns.entries()) {
    const lines = row.cells[column];
    if (lines === undefined || from >= lines.length) continue;
    const left = flow.left + (slice.edges[place] ?? 0) + plan.padding;
    const width = (plan.widths[column] ?? 0) - 2 * plan.padding;
    const right = plan.alignRight[column] === true;
    const ink = row.grounds?.[column]?.ink;
    const style = ink === undefined ? row.style : { size: row.style.size, colour: ink };
    const drop = row.style === STYLES.header ? (row.lines - lines.length) * row.style.leading : 0;
    const draw = (): void => {
      for (let index = from; index < Math.min(to, lines.length); index++) {
        const line = lines[index];
        if (line === undefined) continue;
        const inset = right ? width - (line.inked * row.style.size) / 1000 : 0;
        canvas.text(line, left + inset, top + drop + (index - from) * row.style.leading, style);
      }
    };
    const element = elements?.cells[column];
    if (element === undefined || (slice.repeatsFirst && place === 0)) canvas.artifact(draw, 'Pagination');
    else if (!isEmpty(lines)) {
      press.structure.tell(element, lines);
      canvas.tagged(element, draw);
    }
  }
}

const isEmpty = (lines: readonly Line[]): boolean => lines.length === 1 && lines[0]?.pieces.length === 0;

function drawGrounds(press: Press, slice: Slice, plan: TablePlan, row: SetRow, height: number): void {
  press.canvas.artifact(() => {
    for (const [place, column] of slice.columns.entries()) {
      const ground = row.grounds?.[column];
      if (ground === undefined) continue;
      const left = press.flow.left + (slice.edges[place] ?? 0);
      const width = (plan.widths[column] ?? 0) * ground.share;
      press.canvas.rect(left + 0.5, press.flow.y + 0.5, Math.max(0, width - 1), height - 1, ground.colour);
    }
  });
}
