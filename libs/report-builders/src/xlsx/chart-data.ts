import type { Chart } from '@pressroom/document';
import { absoluteArea } from './cells';
import type { ChartCells } from './chart-binding';
import { categoriesOf, cellNumber } from './chart-values';
import type { Sheet } from './sheet';
import { formatStyle } from './styles';

export const CHART_DATA = 'Chart data';

/** The data of charts that no table shows, one block under the other on a sheet of their own. */
export class ChartData {
  private readonly blocks: { chart: Chart; row: number }[] = [];
  /** Title, then header, then the first values. */
  private row = 1;

  get empty(): boolean {
    return this.blocks.length === 0;
  }

  /** Keeps a place for the chart's data. @param sheet name of the sheet that will hold them */
  add(chart: Chart, sheet: string): ChartCells {
    const header = this.row + 1;
    const last = header + Math.max(1, chart.categories.length);
    this.blocks.push({ chart, row: this.row });
    this.row = last + 2;
    const area = (column: number, from: number, to: number): string =>
      absoluteArea(sheet, { firstColumn: column, lastColumn: column, firstRow: from, lastRow: to });
    return {
      categories: area(0, header + 1, last),
      names: chart.series.map((_series, at) => area(at + 1, header, header)),
      values: chart.series.map((_series, at) => area(at + 1, header + 1, last)),
    };
  }

  draw(sheet: Sheet): void {
    sheet.widths.ask(0, 24);
    for (const { chart, row } of this.blocks) drawBlock(sheet, chart, row);
  }
}

function drawBlock(sheet: Sheet, chart: Chart, row: number): void {
  sheet.cells(row, [{ column: 0, value: chart.title, style: 'caption' }]);
  const names = chart.series.map(
    ({ name }, at) => ({ column: at + 1, value: name, style: 'headerRight' }) as const,
  );
  sheet.cells(row + 1, [{ column: 0, value: chart.categoryTitle, style: 'header' }, ...names]);
  const { numbers, texts } = categoriesOf(chart);
  const categoryStyle =
    numbers === null ? 'cell.text' : (`cell.${formatStyle(chart.categoryFormat)}` as const);
  const valueStyle = `cell.${formatStyle(chart.valueFormat)}` as const;
  texts.forEach((text, at) => {
    const values = chart.series.map((series, index) => ({
      column: index + 1,
      value: cellNumber(series.values[at] ?? null, chart.valueFormat),
      style: valueStyle,
    }));
    sheet.cells(row + 2 + at, [{ column: 0, value: numbers?.[at] ?? text, style: categoryStyle }, ...values]);
  });
}
