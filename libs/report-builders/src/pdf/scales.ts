import { LIGHT, heatInk, heatSpan, heatStep } from '../charts';
import type { CellValue } from '@pressroom/document';
import type { TableHead } from '../builder';
import type { CellGround } from './table-rows';
import type { Colour } from './style';

type Row = readonly CellValue[];
type Paint = (value: number) => CellGround;

/** Characters that a column with bars is wide at least. */
const BAR_WIDTH = 30;
const BAR: Colour = '#d7e4f0';

const numberOf = (value: CellValue | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Colours of cells in heat maps and bars in cells; the span is that of the rows at hand when the table begins. */
export class Scales {
  private readonly paints: (Paint | undefined)[];

  constructor(head: TableHead, rows: readonly Row[]) {
    this.paints = head.columns.map(() => undefined);
    for (const scale of head.scales ?? []) {
      const columns = head.columns.flatMap((column, index) =>
        scale.columns.includes(column.key) ? [index] : [],
      );
      const values = rows.flatMap((row) => columns.map((column) => numberOf(row[column])));
      const span = heatSpan(values.filter((value) => value !== null));
      for (const column of columns) this.paints[column] = scale.style === 'heat' ? heat(span) : bar(span);
    }
  }

  grounds(row: Row): (CellGround | undefined)[] {
    return this.paints.map((paint, index) => {
      const value = numberOf(row[index]);
      return paint === undefined || value === null ? undefined : paint(value);
    });
  }
}

function heat({ low, high }: { low: number; high: number }): Paint {
  return (value) => {
    const step = heatStep(value, low, high);
    return { colour: colourOf(`heat-${step}`), share: 1, ink: colourOf(heatInk(step)) };
  };
}

function bar({ low, high }: { low: number; high: number }): Paint {
  const longest = Math.max(Math.abs(low), Math.abs(high));
  return (value) => ({ colour: BAR, share: longest === 0 ? 0 : Math.min(1, Math.abs(value) / longest) });
}

/** The columns of a table, with room for bars where cells carry them. */
export function withBars({ columns, scales }: TableHead): TableHead['columns'] {
  const bars = new Set((scales ?? []).flatMap((scale) => (scale.style === 'bar' ? scale.columns : [])));
  return columns.map((column) => (bars.has(column.key) ? { ...column, width: BAR_WIDTH } : column));
}

/** A palette name on white paper; unknown names are ink. */
export function colourOf(name: string): Colour {
  const value = LIGHT[name] ?? LIGHT['ink'] ?? '#000000';
  return value as Colour;
}
