import { headerOf } from '@pressroom/document';
import { CELL, STYLES } from './style';
import type { Column, Format } from '@pressroom/document';
import type { Orientation } from './page-flow';
import type { Typesetter } from './typesetter';
import type { Weight } from './style';

/** Columns printed side by side. `columns` are indices; the first one of later slices repeats the table's first. */
export interface Slice {
  columns: readonly number[];
  /** Left edges within the table, as long as `columns`. */
  edges: readonly number[];
  width: number;
  repeatsFirst: boolean;
}

export interface TablePlan {
  orientation: Orientation;
  /** Width of each column with its padding, in points. */
  widths: readonly number[];
  alignRight: readonly boolean[];
  /** Padding at the sides of each cell. */
  padding: number;
  slices: readonly Slice[];
}

/** Space that a page offers in both positions, in points. */
export interface Offer {
  portrait: number;
  landscape: number;
}

interface Need {
  /** Without breaking a figure or, up to a limit, a word. */
  least: number;
  /** With most cells on one line. */
  natural: number;
  /** With every cell on one line: taken up only where there is room to spare. */
  full: number;
  /** Text, which suffers from narrow columns; figures are never broken. */
  elastic: boolean;
}

const LONGEST_WORD = 96;
const WIDEST = 230;
const WIDEST_IN_SLICE = 150;
const MOST_SLACK = 26;
/** Beyond this many, columns stand closer. */
const MANY_COLUMNS = 14;
/** A table this short rather takes more lines than a page of its own. */
const FEW_ROWS = 12;

/** Figures and short fixed forms: set flush right or never broken. */
export function isFigure(format: Format): boolean {
  return ['integer', 'decimal', 'percent', 'duration', 'time'].includes(format.kind);
}

function isElastic(format: Format): boolean {
  return format.kind === 'text' || format.kind === 'id';
}

/** What the columns need, judged by their headers and the first rows. @param sample displayed cells, row by row */
function needsOf(
  columns: readonly Column[],
  sample: readonly (readonly string[])[],
  typesetter: Typesetter,
  padding: number,
): Need[] {
  const points = (text: string, weight: Weight): number =>
    (typesetter.advance(text, weight) * STYLES.cell.size) / 1000 + 2 * padding + 0.5;
  const longestWord = (text: string, weight: Weight): number =>
    Math.max(
      0,
      ...text
        .slice(0, 400)
        .split(/[\s]+/)
        .map((word) => points(word, weight)),
    );
  return columns.map((column, index) => {
    const header = headerOf(column);
    const elastic = isElastic(column.format);
    let natural = Math.min(points(header, 'bold'), elastic ? WIDEST : longestWord(header, 'bold') * 1.4);
    let least = longestWord(header, 'bold');
    for (const row of sample) {
      const text = row[index] ?? '';
      if (elastic) {
        natural = Math.max(natural, points(text.slice(0, 200), 'regular'));
        least = Math.max(least, longestWord(text, 'regular'));
      } else least = Math.max(least, points(text, 'regular'));
    }
    if (column.width !== undefined) natural = Math.max(natural, column.width * STYLES.cell.size * 0.55);
    least = elastic ? Math.min(least, LONGEST_WORD) : Math.min(least, WIDEST);
    const full = Math.max(natural, least);
    return { least, natural: Math.min(WIDEST, full), full, elastic };
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Widths for one row of columns, or null when not even the least fits. */
function fit(needs: readonly Need[], available: number): number[] | null {
  const natural = sum(needs.map((need) => need.natural));
  if (natural <= available) {
    const wanted = sum(needs.map((need) => need.full - need.natural));
    const grown = wanted === 0 ? 0 : Math.min(1, (available - natural) / wanted);
    const slack = Math.min(MOST_SLACK, (available - natural - wanted * grown) / needs.length);
    return needs.map((need) => need.natural + (need.full - need.natural) * grown + slack);
  }
  const least = sum(needs.map((need) => need.least));
  if (least > available) return null;
  const share = (available - least) / (natural - least);
  return needs.map((need) => need.least + (need.natural - need.least) * share);
}

/** How much of the texts' wish for one-line cells a width grants, 0 to 1. */
function comfort(needs: readonly Need[], available: number): number {
  const least = sum(needs.map((need) => need.least));
  const natural = sum(needs.map((need) => (need.elastic ? need.natural : need.least)));
  return natural <= available ? 1 : (available - least) / (natural - least);
}

function sliceOf(columns: readonly number[], widths: readonly number[], repeatsFirst: boolean): Slice {
  let edge = 0;
  const edges = columns.map((column) => {
    const left = edge;
    edge += widths[column] ?? 0;
    return left;
  });
  return { columns, edges, width: edge, repeatsFirst };
}

function slicesOf(widths: readonly number[], available: number): Slice[] {
  const slices: Slice[] = [];
  let group: number[] = [];
  let used = 0;
  for (const [index, width] of widths.entries()) {
    if (group.length > (slices.length > 0 ? 1 : 0) && used + width > available) {
      slices.push(sliceOf(group, widths, slices.length > 0));
      group = [0];
      used = widths[0] ?? 0;
    }
    group.push(index);
    used += width;
  }
  slices.push(sliceOf(group, widths, slices.length > 0));
  return slices;
}

/**
 * Decides how a table lies on paper: upright if that does not squeeze it, else lengthwise, else in groups of columns
 * with the first column repeated, because a column too narrow to read is no column.
 */
export function planTable(
  columns: readonly Column[],
  sample: readonly (readonly string[])[],
  offer: Offer,
  typesetter: Typesetter,
): TablePlan {
  const padding = columns.length > MANY_COLUMNS ? CELL.denseX : CELL.x;
  const needs = needsOf(columns, sample, typesetter, padding);
  const alignRight = columns.map((column) => isFigure(column.format));
  const all = columns.map((_, index) => index);
  const upright = fit(needs, offer.portrait);
  const lengthwise = fit(needs, offer.landscape);
  const easy = comfort(needs, offer.portrait) >= 0.25 || comfort(needs, offer.landscape) < 0.4;
  if (upright !== null && (easy || sample.length <= FEW_ROWS))
    return {
      orientation: 'portrait',
      widths: upright,
      alignRight,
      padding,
      slices: [sliceOf(all, upright, false)],
    };
  if (lengthwise !== null)
    return {
      orientation: 'landscape',
      widths: lengthwise,
      alignRight,
      padding,
      slices: [sliceOf(all, lengthwise, false)],
    };
  const widths = needs.map((need) => Math.min(need.natural, Math.max(need.least, WIDEST_IN_SLICE)));
  return { orientation: 'landscape', widths, alignRight, padding, slices: slicesOf(widths, offer.landscape) };
}
