import type { Format } from '@pressroom/document';
import type { Alignment, Border, Fill, Font, Style } from 'exceljs';
import { LIGHT } from '../charts';

/** The look of a workbook, as a closed list of cell styles: one typographic scale, quiet colours, figures to the right. */

/** Styles that don't depend on a format. */
export const TEXT_STYLES = [
  'title',
  'subtitle',
  'aboutLabel',
  'aboutValue',
  'heading2',
  'heading3',
  'paragraph',
  'note',
  'lead',
  'caption',
  'header',
  'headerRight',
  'tileLabel',
  'tileChange',
  'tileGood',
  'tileBad',
  'wrapped',
] as const;

export const FORMAT_STYLES = [
  'text',
  'id',
  'integer',
  'decimal0',
  'decimal1',
  'decimal2',
  'decimal3',
  'decimal4',
  'percent0',
  'percent1',
  'percent2',
  'date',
  'instant',
  'instantSeconds',
  'time',
  'duration',
  'boolean',
] as const;

export type TextStyle = (typeof TEXT_STYLES)[number];
export type FormatStyle = (typeof FORMAT_STYLES)[number];
export type StyleName = TextStyle | `cell.${FormatStyle}` | `tile.${FormatStyle}`;

export const STYLE_NAMES: readonly StyleName[] = [
  ...TEXT_STYLES,
  ...FORMAT_STYLES.map((name) => `cell.${name}` as const),
  ...FORMAT_STYLES.map((name) => `tile.${name}` as const),
];

/** The style of values in a format. */
export function formatStyle(format: Format): FormatStyle {
  switch (format.kind) {
    case 'decimal':
      return `decimal${format.digits}`;
    case 'percent':
      return `percent${format.digits}`;
    case 'instant':
      return format.seconds === true ? 'instantSeconds' : 'instant';
    case 'text':
    case 'id':
    case 'integer':
    case 'date':
    case 'time':
    case 'duration':
    case 'boolean':
      return format.kind;
  }
}

/** Excel's number formats; `@` keeps what is typed over a text as text. */
export const NUMBER_FORMATS: Readonly<Record<FormatStyle, string>> = {
  text: '@',
  id: '@',
  integer: '#,##0',
  decimal0: '#,##0',
  decimal1: '#,##0.0',
  decimal2: '#,##0.00',
  decimal3: '#,##0.000',
  decimal4: '#,##0.0000',
  percent0: '0%',
  percent1: '0.0%',
  percent2: '0.00%',
  date: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm',
  instantSeconds: 'yyyy-mm-dd hh:mm:ss',
  time: '[hh]:mm',
  duration: '[h]:mm:ss',
  boolean: 'General',
};

/** Figures stand to the right, everything that is read as a word to the left. */
export function isFigure(format: Format): boolean {
  return ['integer', 'decimal', 'percent', 'duration', 'time'].includes(format.kind);
}

const isFigureStyle = (name: FormatStyle): boolean => /^(integer|decimal|percent|duration|time)/.test(name);

const argb = (name: string): { argb: string } => ({
  argb: `FF${(LIGHT[name] ?? '#000000').slice(1).toUpperCase()}`,
});
const FAMILY = 'Calibri';
const font = (size: number, color: string, more: Partial<Font> = {}): Partial<Font> => ({
  name: FAMILY,
  size,
  color: argb(color),
  ...more,
});
const fill = (color: string): Fill => ({
  type: 'pattern',
  pattern: 'solid',
  fgColor: { argb: `FF${color}` },
});
const top: Partial<Alignment> = { vertical: 'top', wrapText: true };
const hairline: Partial<Border> = { style: 'thin', color: argb('grid') };
const TILE: Partial<Style> = {
  fill: fill('F5F8FB'),
  border: { left: { style: 'thick', color: argb('heat-3') } },
};
// Two steps in from the right clear the filter button of the header, and figures keep below their header.
const FIGURE: Partial<Alignment> = { horizontal: 'right', indent: 2 };
const inset: Partial<Alignment> = { horizontal: 'left', indent: 1 };

const TEXTS: Readonly<Record<TextStyle, Partial<Style>>> = {
  title: { font: font(20, 'ink', { bold: true }), alignment: { vertical: 'middle' } },
  subtitle: { font: font(11, 'quiet'), alignment: { vertical: 'middle' } },
  aboutLabel: { font: font(10, 'quiet'), alignment: { vertical: 'top' } },
  aboutValue: { font: font(10, 'ink'), alignment: { vertical: 'top' } },
  heading2: { font: font(14, 'series-1', { bold: true }), alignment: { vertical: 'middle' } },
  heading3: { font: font(12, 'ink', { bold: true }), alignment: { vertical: 'middle' } },
  paragraph: { font: font(11, 'ink'), alignment: top },
  note: { font: font(10, 'quiet'), alignment: top },
  lead: { font: font(12, 'ink'), alignment: top },
  caption: { font: font(11, 'ink', { bold: true }), alignment: { vertical: 'middle' } },
  header: { ...header(), alignment: { vertical: 'middle', horizontal: 'left', wrapText: true } },
  headerRight: { ...header(), alignment: { vertical: 'middle', wrapText: true, ...FIGURE } },
  tileLabel: {
    ...TILE,
    font: font(10, 'quiet'),
    alignment: { ...inset, vertical: 'bottom', wrapText: true },
  },
  tileChange: { ...TILE, font: font(9, 'quiet'), alignment: { ...inset, vertical: 'top', wrapText: true } },
  tileGood: {
    ...TILE,
    font: font(9, 'series-1', { bold: true }),
    alignment: { ...inset, vertical: 'top', wrapText: true },
  },
  tileBad: {
    ...TILE,
    font: font(9, 'series-2', { bold: true }),
    alignment: { ...inset, vertical: 'top', wrapText: true },
  },
  wrapped: {
    font: font(11, 'ink'),
    numFmt: '@',
    alignment: { ...top, horizontal: 'left' },
    border: { bottom: hairline },
  },
};

function header(): Partial<Style> {
  return {
    font: font(11, 'ink', { bold: true }),
    fill: fill('E8EEF4'),
    border: { bottom: { style: 'medium', color: argb('series-1') } },
  };
}

/** What exceljs is asked to draw for a name. */
export function styleOf(name: StyleName): Partial<Style> {
  const [group, format] = name.split('.') as [string, FormatStyle | undefined];
  if (format === undefined) return TEXTS[group as TextStyle];
  const numFmt = NUMBER_FORMATS[format];
  if (group === 'tile') {
    return {
      ...TILE,
      numFmt,
      font: font(18, 'ink', { bold: true }),
      alignment: { ...inset, vertical: 'middle' },
    };
  }
  return {
    numFmt,
    font: font(11, 'ink'),
    alignment: { vertical: 'top', ...(isFigureStyle(format) ? FIGURE : { horizontal: 'left' }) },
    border: { bottom: hairline },
  };
}
