import type { Chart, ChartSeries } from '@pressroom/document';
import { LIGHT } from '../charts';
import type { ChartCells } from './chart-binding';
import { categoriesOf, cellNumber } from './chart-values';
import { formatStyle, NUMBER_FORMATS } from './styles';
import { escapeXml } from './xml';

/** Fragments of DrawingML charts (ECMA-376 part 1, chapter 21.2): series, their data and their look. */

export const hex = (name: string): string => (LIGHT[name] ?? '#000000').slice(1).toUpperCase();
const SERIES_COLOURS = 8;
export const seriesColour = (at: number): string => hex(`series-${(at % SERIES_COLOURS) + 1}`);

export const solid = (colour: string): string => `<a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`;
export const stroke = (colour: string, points: number, dash = false): string =>
  `<a:ln w="${Math.round(points * 12_700)}" cap="rnd">${solid(colour)}${dash ? '<a:prstDash val="dash"/>' : ''}<a:round/></a:ln>`;

/** Text properties of titles, axes and legends. @param size in points */
export const textLook = (size: number, colour: string, bold = false): string =>
  `<a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${size * 100}" b="${bold ? 1 : 0}">${solid(hex(colour))}</a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p>`;

export const richText = (text: string, size: number, colour: string, bold: boolean): string =>
  `<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${size * 100}" b="${bold ? 1 : 0}">${solid(hex(colour))}</a:defRPr></a:pPr><a:r><a:rPr lang="en-US" sz="${size * 100}" b="${bold ? 1 : 0}">${solid(hex(colour))}</a:rPr><a:t>${escapeXml(text)}</a:t></a:r></a:p></c:rich></c:tx>`;

const point = (at: number, value: string | number): string => `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`;

function numbers(formula: string, formatCode: string, values: readonly (number | null)[]): string {
  const points = values.map((value, at) => (value === null ? '' : point(at, value))).join('');
  return `<c:numRef><c:f>${escapeXml(formula)}</c:f><c:numCache><c:formatCode>${escapeXml(formatCode)}</c:formatCode><c:ptCount val="${values.length}"/>${points}</c:numCache></c:numRef>`;
}

function strings(formula: string, values: readonly string[]): string {
  const points = values.map((value, at) => point(at, escapeXml(value))).join('');
  return `<c:strRef><c:f>${escapeXml(formula)}</c:f><c:strCache><c:ptCount val="${values.length}"/>${points}</c:strCache></c:strRef>`;
}

export interface SeriesData {
  /** idx, order and name. */
  head: string;
  categories: string;
  values: string;
  series: ChartSeries;
  at: number;
}

export function seriesOf(chart: Chart, cells: ChartCells): SeriesData[] {
  const { numbers: categoryNumbers, texts, formatCode } = categoriesOf(chart);
  const categories =
    categoryNumbers === null
      ? strings(cells.categories, texts)
      : numbers(cells.categories, formatCode, categoryNumbers);
  return chart.series.map((series, at) => {
    const values = texts.map((_text, index) => cellNumber(series.values[index] ?? null, chart.valueFormat));
    return {
      head: `<c:idx val="${at}"/><c:order val="${at}"/><c:tx>${strings(cells.names[at] ?? '', [series.name])}</c:tx>`,
      categories,
      values: numbers(cells.values[at] ?? '', NUMBER_FORMATS[formatStyle(chart.valueFormat)], values),
      series,
      at,
    };
  });
}

const REFERENCE = 'quiet';

export function barSeries({ head, categories, values, series, at }: SeriesData): string {
  const colour = series.style === 'reference' ? hex(REFERENCE) : seriesColour(at);
  return `<c:ser>${head}<c:spPr>${solid(colour)}</c:spPr><c:invertIfNegative val="0"/><c:cat>${categories}</c:cat><c:val>${values}</c:val></c:ser>`;
}

/** A point between two gaps has no line, so short series get dots. */
const DOTS_UP_TO = 24;

export function lineSeries({ head, categories, values, series, at }: SeriesData): string {
  const reference = series.style === 'reference';
  const colour = reference ? hex(REFERENCE) : seriesColour(at);
  const marker =
    reference || series.values.length > DOTS_UP_TO
      ? '<c:marker><c:symbol val="none"/></c:marker>'
      : `<c:marker><c:symbol val="circle"/><c:size val="5"/><c:spPr>${solid(colour)}</c:spPr></c:marker>`;
  return `<c:ser>${head}<c:spPr>${stroke(colour, reference ? 1.5 : 2.25, reference)}</c:spPr>${marker}<c:cat>${categories}</c:cat><c:val>${values}</c:val><c:smooth val="0"/></c:ser>`;
}

export function areaSeries({ head, categories, values, at }: SeriesData): string {
  return `<c:ser>${head}<c:spPr>${solid(seriesColour(at))}</c:spPr><c:cat>${categories}</c:cat><c:val>${values}</c:val></c:ser>`;
}

export function scatterSeries({ head, categories, values, at }: SeriesData): string {
  const marker = `<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>${solid(seriesColour(at))}</c:spPr></c:marker>`;
  return `<c:ser>${head}<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>${marker}<c:xVal>${categories}</c:xVal><c:yVal>${values}</c:yVal><c:smooth val="0"/></c:ser>`;
}

export function pieSeries({ head, categories, values, series }: SeriesData, labels: string): string {
  const slices = series.values.map(
    (_value, at) =>
      `<c:dPt><c:idx val="${at}"/><c:bubble3D val="0"/><c:spPr>${solid(seriesColour(at))}${stroke('FFFFFF', 1.5)}</c:spPr></c:dPt>`,
  );
  return `<c:ser>${head}${slices.join('')}${labels}<c:cat>${categories}</c:cat><c:val>${values}</c:val></c:ser>`;
}
