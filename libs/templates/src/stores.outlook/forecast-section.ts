import type { BackTest, Forecast } from '@pressroom/analysis';
import { type Block, type CellValue, display, type Section } from '@pressroom/document';
import { countOf, type Outlook } from '@pressroom/stores';
import { column, counted, INTEGER, SHARE, TEXT, TWO_DIGITS } from '../columns';
import type { ReportContext } from '../define-template';
import { dateOf } from '../stores.uptime/data';
import { type OutlookData, TOO_YOUNG } from './data';
import { stepColumn } from './fleet-section';
import { forecastChart } from './outlook-chart';
import { beginOf, points } from './wording';

/** Without a season a method goes by another name. */
function methodName(method: Forecast['method'], seasonal: boolean): string {
  switch (method) {
    case 'seasonalNaive':
      return seasonal ? 'as one season before' : 'as the last step';
    case 'holtWinters':
      return seasonal ? 'Holt-Winters, damped' : 'damped smoothing';
    case 'seasonAndDrift':
      return seasonal ? 'season on a robust line' : 'robust line';
    case 'median':
      return 'median of all';
  }
}

function sentence({ forecast, parts }: Outlook, level: number): string {
  if (forecast === null) return 'Fewer than three steps were observed: nothing is forecast.';
  const name = methodName(forecast.method, parts.period > 1);
  const { error } = forecast;
  if (error === null)
    return `The history is too short for a back test. The forecast is the ${name}, and how far off it may be is not known.`;
  const scaled =
    error.mase === null
      ? ''
      : error.mase < 1
        ? ` That is ${display(1 - error.mase, SHARE)} less than one season differs from the next.`
        : ` That is no less than one season differs from the next: take it as a guess.`;
  const held =
    error.heldShare === null
      ? ''
      : ` A band that is meant to hold ${display(level, { kind: 'percent', digits: 0 })} held ${display(error.heldShare, SHARE)} of what it had not seen.`;
  return `Method: ${name}. Made from ${counted(error.starts, 'earlier start')}, such forecasts were off by ${points(error.mae)} on average.${scaled}${held}`;
}

function forecastTable(outlook: Outlook, timeZone: string): Block {
  const { buckets, forecast } = outlook;
  return {
    kind: 'table',
    key: 'forecast',
    title: 'The next steps',
    columns: [
      stepColumn(outlook, timeZone),
      column('expected', 'Uptime expected', SHARE),
      column('lower', 'Band from', SHARE),
      column('upper', 'to', SHARE),
    ],
    rows: [
      (forecast?.points ?? []).map(({ expected, lower, upper }, h): CellValue[] => [
        dateOf(beginOf(buckets, countOf(buckets) + h)),
        expected,
        lower,
        upper,
      ]),
    ],
    tail: 'full',
    emptyText: 'Nothing is forecast.',
  };
}

function triedTable({ forecast, parts }: Outlook): Block {
  const row = ({ method, mae, mase, smape, errors, held }: BackTest): CellValue[] => [
    methodName(method, parts.period > 1),
    100 * mae,
    mase,
    smape,
    errors.length,
    held,
  ];
  return {
    kind: 'table',
    key: 'backTests',
    title: 'Methods that were tried, best first',
    columns: [
      column('method', 'Method', TEXT, { width: 26 }),
      column('mae', 'Mean error', TWO_DIGITS, { unit: 'points' }),
      column('mase', 'Scaled error', TWO_DIGITS),
      column('smape', 'Relative error', SHARE),
      column('starts', 'Starts', INTEGER),
      column('held', 'Steps compared', INTEGER),
    ],
    rows: [(forecast?.tried ?? []).map(row)],
    tail: 'full',
    emptyText: 'The history is too short for a back test.',
  };
}

/** What is to come, and how far off such forecasts were. */
export function forecastSection({ outlook, level }: OutlookData, { timeZone }: ReportContext): Section {
  if (outlook === null)
    return { key: 'forecast', title: 'Forecast', blocks: [{ kind: 'paragraph', text: TOO_YOUNG }] };
  const chart = outlook.forecast === null ? [] : [forecastChart(outlook, level, timeZone)];
  return {
    key: 'forecast',
    title: 'Forecast',
    blocks: [
      { kind: 'paragraph', text: sentence(outlook, level) },
      ...chart,
      forecastTable(outlook, timeZone),
      triedTable(outlook),
    ],
  };
}
