/** Look of a printed report. Lengths in points. One scale of sizes, quiet colours, one accent. */

export type Weight = 'regular' | 'bold';
export type Colour = `#${string}`;

export const INK: Colour = '#1b2330';
export const QUIET: Colour = '#5b6574';
export const RULE: Colour = '#d3d8df';
/** Between rows of a table. */
export const HAIRLINE: Colour = '#dfe3e8';
export const STRONG_RULE: Colour = '#8a94a3';
export const ZEBRA: Colour = '#f6f8fa';
export const ACCENT: Colour = '#1f5f8b';
export const GOOD: Colour = '#226b3b';
export const BAD: Colour = '#a3341f';

export interface TextStyle {
  size: number;
  /** Distance of baselines. */
  leading: number;
  weight: Weight;
  colour: Colour;
}

const style = (
  size: number,
  leading: number,
  weight: Weight = 'regular',
  colour: Colour = INK,
): TextStyle => ({
  size,
  leading,
  weight,
  colour,
});

export const STYLES = {
  title: style(20, 26, 'bold'),
  subtitle: style(11, 16, 'regular', QUIET),
  section: style(15, 20, 'bold'),
  heading2: style(11.5, 16, 'bold'),
  heading3: style(9.5, 14, 'bold', QUIET),
  lead: style(11, 16.5),
  body: style(9, 13.5),
  note: style(7.5, 11, 'regular', QUIET),
  caption: style(9, 13, 'bold'),
  cell: style(7.5, 10.5),
  header: style(7.5, 10.5, 'bold', QUIET),
  running: style(7, 10, 'regular', QUIET),
  factLabel: style(7.5, 11, 'regular', QUIET),
  factValue: style(15, 20, 'bold'),
  factNothing: style(10, 20, 'regular', QUIET),
  factNote: style(7, 10, 'regular', QUIET),
  contents: style(9.5, 17),
} as const;

/** A4, margins and the places of the running lines. */
export const PAGE = {
  short: 595.28,
  long: 841.89,
  left: 48,
  right: 48,
  top: 62,
  bottom: 58,
  headerBaseline: 36,
  footerBaseline: 30, // from the lower edge
} as const;

/** Padding of table cells; at the sides less where columns are many. */
export const CELL = { x: 4.5, denseX: 3, y: 3 } as const;
