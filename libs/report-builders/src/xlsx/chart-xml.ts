import type { Chart } from '@pressroom/document';
import type { ChartCells } from './chart-binding';
import {
  areaSeries,
  barSeries,
  hex,
  lineSeries,
  pieSeries,
  richText,
  scatterSeries,
  type SeriesData,
  seriesOf,
  solid,
  stroke,
  textLook,
} from './chart-parts';
import { categoriesOf } from './chart-values';
import type { NativeChart, NativeKind } from './placed';
import { RELATIONS } from './sheet-frame';
import { formatStyle, NUMBER_FORMATS } from './styles';
import { escapeXml, XML_HEAD } from './xml';

const CATEGORY_AXIS = 111111;
const VALUE_AXIS = 222222;
const AXES = `<c:axId val="${CATEGORY_AXIS}"/><c:axId val="${VALUE_AXIS}"/>`;

/** One native chart, bound to cells, with its data cached for readers that don't compute. */
export function chartXml(chart: NativeChart, cells: ChartCells): string {
  const legend = chart.series.length > 1 || isRound(chart.chart);
  return [
    XML_HEAD,
    `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${RELATIONS}">`,
    '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>',
    `<c:title>${richText(chart.title, 12, 'ink', true)}<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>`,
    `<c:plotArea><c:layout/>${plot(chart, seriesOf(chart, cells))}</c:plotArea>`,
    legend
      ? `<c:legend><c:legendPos val="${isRound(chart.chart) ? 'r' : 'b'}"/><c:overlay val="0"/><c:txPr>${textLook(9, 'quiet')}</c:txPr></c:legend>`
      : '',
    '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>',
    `<c:spPr>${solid('FFFFFF')}${stroke(hex('grid'), 0.75)}</c:spPr><c:txPr>${textLook(9, 'ink')}</c:txPr>`,
    '</c:chartSpace>',
  ].join('');
}

const isRound = (kind: NativeKind): boolean => kind === 'pie' || kind === 'doughnut';

function plot(chart: NativeChart, series: readonly SeriesData[]): string {
  switch (chart.chart) {
    case 'line':
      return lines(series) + axes(chart);
    case 'area': {
      const parts = split(series);
      const areas = `<c:areaChart><c:grouping val="standard"/><c:varyColors val="0"/>${parts.normal.map(areaSeries).join('')}${AXES}</c:areaChart>`;
      return areas + (parts.reference.length > 0 ? lines(parts.reference) : '') + axes(chart);
    }
    case 'bar':
      return bars(series, 'bar', 'clustered') + axes(chart);
    case 'column':
    case 'stacked': {
      const parts = split(series);
      const columns = bars(parts.normal, 'col', chart.chart === 'stacked' ? 'stacked' : 'clustered');
      return columns + (parts.reference.length > 0 ? lines(parts.reference) : '') + axes(chart);
    }
    case 'scatter':
      return `<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>${series.map(scatterSeries).join('')}${AXES}</c:scatterChart>${axes(chart)}`;
    case 'pie':
      return `<c:pieChart><c:varyColors val="1"/>${slices(series)}<c:firstSliceAng val="0"/></c:pieChart>`;
    case 'doughnut':
      return `<c:doughnutChart><c:varyColors val="1"/>${slices(series)}<c:firstSliceAng val="0"/><c:holeSize val="58"/></c:doughnutChart>`;
  }
}

/** Reference series such as targets are lines over the bars; without any other series they are drawn like normal ones. */
function split(series: readonly SeriesData[]): {
  normal: readonly SeriesData[];
  reference: readonly SeriesData[];
} {
  const normal = series.filter((one) => one.series.style !== 'reference');
  if (normal.length === 0) return { normal: series, reference: [] };
  return { normal, reference: series.filter((one) => one.series.style === 'reference') };
}

function lines(series: readonly SeriesData[]): string {
  return `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${series.map(lineSeries).join('')}<c:marker val="1"/>${AXES}</c:lineChart>`;
}

function bars(
  series: readonly SeriesData[],
  direction: 'bar' | 'col',
  grouping: 'clustered' | 'stacked',
): string {
  const overlap = grouping === 'stacked' ? '<c:overlap val="100"/>' : '';
  return `<c:barChart><c:barDir val="${direction}"/><c:grouping val="${grouping}"/><c:varyColors val="0"/>${series.map(barSeries).join('')}<c:gapWidth val="60"/>${overlap}${AXES}</c:barChart>`;
}

const NO_LABELS =
  '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="1"/><c:showBubbleSize val="0"/>';

function slices(series: readonly SeriesData[]): string {
  const labels = `<c:dLbls><c:numFmt formatCode="0%" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:txPr>${textLook(9, 'surface', true)}</c:txPr>${NO_LABELS}<c:showLeaderLines val="0"/></c:dLbls>`;
  return series
    .slice(0, 1)
    .map((one) => pieSeries(one, labels))
    .join('');
}

/** The two axes; a bar chart lies on its side and reads from the top. */
function axes(chart: NativeChart): string {
  const lying = chart.chart === 'bar';
  const value = `${valueTitle(chart)}${numberFormat(NUMBER_FORMATS[formatStyle(chart.valueFormat)])}`;
  const category = `${axisTitle(chart.categoryTitle)}${numberFormat(categoriesOf(chart).formatCode)}`;
  const ticks = (labels: string): string =>
    `<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="${labels}"/>`;
  const quiet = ticks('low');
  const grid = `<c:majorGridlines><c:spPr>${stroke(hex('grid'), 0.75)}</c:spPr></c:majorGridlines>`;
  const look = (line: string): string => `<c:spPr>${line}</c:spPr><c:txPr>${textLook(9, 'quiet')}</c:txPr>`;
  const head = (id: number, place: string, reversed = false, least = ''): string =>
    `<c:axId val="${id}"/><c:scaling><c:orientation val="${reversed ? 'maxMin' : 'minMax'}"/>${least}</c:scaling><c:delete val="0"/><c:axPos val="${place}"/>`;
  const axisLine = look(stroke(hex('axis'), 0.75));
  const noLine = look('<a:ln><a:noFill/></a:ln>');
  const across = chart.chart === 'scatter' ? 'midCat' : 'between';
  const values = `<c:valAx>${head(VALUE_AXIS, lying ? 'b' : 'l', false, fromZero(chart))}${grid}${value}${ticks(lying ? 'nextTo' : 'low')}${noLine}<c:crossAx val="${CATEGORY_AXIS}"/><c:crosses val="${lying ? 'max' : 'autoZero'}"/><c:crossBetween val="${across}"/></c:valAx>`;
  if (chart.chart === 'scatter') {
    return `<c:valAx>${head(CATEGORY_AXIS, 'b')}${category}${quiet}${axisLine}<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="autoZero"/><c:crossBetween val="midCat"/></c:valAx>${values}`;
  }
  return `<c:catAx>${head(CATEGORY_AXIS, lying ? 'l' : 'b', lying)}${category}${quiet}${axisLine}<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>${labelSkip(chart)}<c:noMultiLvlLbl val="1"/></c:catAx>${values}`;
}

/** The length of a bar is its value only when the axis begins at zero. */
function fromZero({ chart, series }: Chart): string {
  const filled = chart === 'bar' || chart === 'column' || chart === 'stacked' || chart === 'area';
  const negative = series.some(({ values }) => values.some((value) => value !== null && value < 0));
  return filled && !negative ? '<c:min val="0"/>' : '';
}

/** So few labels that they stand level; Excel would tilt them. */
const MOST_LABELS = 9;

function labelSkip({ chart, categories }: Chart): string {
  const skip = Math.ceil(categories.length / MOST_LABELS);
  return chart === 'bar' || skip < 2 ? '' : `<c:tickLblSkip val="${skip}"/><c:tickMarkSkip val="${skip}"/>`;
}

function valueTitle({ valueTitle: title, unit }: Chart): string {
  return axisTitle(unit === undefined ? title : `${title} (${unit})`);
}

const axisTitle = (text: string): string =>
  text === '' ? '' : `<c:title>${richText(text, 9, 'quiet', false)}<c:overlay val="0"/></c:title>`;
const numberFormat = (code: string): string => `<c:numFmt formatCode="${escapeXml(code)}" sourceLinked="0"/>`;
