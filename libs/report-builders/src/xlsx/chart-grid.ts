import { type Chart, describeChart, display, type Format } from '@pressroom/document';
import { areaName } from './cells';
import type { Sheet, SheetCell } from './sheet';
import { formatStyle } from './styles';

const DURATION: Format = { kind: 'duration' };
const MOST_MARKS = 1_000;

/** Heat maps and timelines, which Excel has no chart for, as cells: a coloured grid, or a list of the marks. */
export function drawGrid(sheet: Sheet, chart: Chart): void {
  sheet.cells(sheet.row, [{ column: 0, value: chart.title, style: 'caption' }], 20);
  sheet.row += 1;
  if (chart.chart === 'timeline') drawMarks(sheet, chart);
  else drawHeat(sheet, chart);
  sheet.cells(sheet.row, [{ column: 0, value: describeChart(chart), style: 'subtitle' }]);
  sheet.row += 1;
}

function drawHeat(sheet: Sheet, chart: Chart): void {
  const heads = chart.categories.map((category, at): SheetCell => ({
    column: at + 1,
    value: display(category, chart.categoryFormat),
    style: 'headerRight',
  }));
  sheet.cells(sheet.row, [{ column: 0, value: chart.categoryTitle, style: 'header' }, ...heads]);
  heads.forEach(({ column, value }) => sheet.widths.ask(column, Math.min(14, String(value).length + 4)));
  const firstRow = sheet.row + 1;
  chart.series.forEach(({ name, values }, at) => {
    const cells = chart.categories.map((_category, column): SheetCell => ({
      column: column + 1,
      value: values[column] ?? null,
      style: `cell.${formatStyle(chart.valueFormat)}`,
      format: chart.valueFormat,
    }));
    sheet.cells(firstRow + at, [{ column: 0, value: name, style: 'cell.text' }, ...cells]);
  });
  sheet.row = firstRow + chart.series.length;
  if (chart.series.length === 0 || chart.categories.length === 0) return;
  const area = { firstColumn: 1, firstRow, lastColumn: chart.categories.length, lastRow: sheet.row - 1 };
  sheet.scales.push({ areas: areaName(area), style: 'heat' });
}

function drawMarks(sheet: Sheet, chart: Chart): void {
  const heads = ['Lane', 'From', 'To', 'Kind', 'Label'];
  sheet.cells(
    sheet.row,
    heads.map((value, column) => ({
      column,
      value,
      style: column === 1 || column === 2 ? 'headerRight' : 'header',
    })),
  );
  for (const column of [1, 2]) sheet.widths.ask(column, 13);
  const marks = chart.marks ?? [];
  marks.slice(0, MOST_MARKS).forEach(({ lane, from, to, shape, label }, at) => {
    sheet.cells(sheet.row + 1 + at, [
      { column: 0, value: lane, style: 'cell.text' },
      { column: 1, value: from, style: 'cell.duration', format: DURATION },
      { column: 2, value: to ?? null, style: 'cell.duration', format: DURATION },
      { column: 3, value: shape, style: 'cell.text' },
      { column: 4, value: label ?? null, style: 'cell.text' },
    ]);
  });
  sheet.row += 1 + Math.min(marks.length, MOST_MARKS);
  if (marks.length <= MOST_MARKS) return;
  const more = `${marks.length - MOST_MARKS} more marks are not listed.`;
  sheet.cells(sheet.row, [{ column: 0, value: more, style: 'subtitle' }]);
  sheet.row += 1;
}
