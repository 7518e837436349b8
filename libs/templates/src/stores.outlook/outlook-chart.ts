import type { Chart, ChartSeries } from '@pressroom/document';
import { countOf, type Outlook, seasonOf } from '@pressroom/stores';
import { SHARE, TEXT } from '../columns';
import { momentOf } from './wording';

type Values = (number | null)[];

const nulls = (count: number): Values => Array.from({ length: count }, () => null);

const series = (key: string, name: string, values: Values, reference = false): ChartSeries => ({
  ...{ key, name, values },
  ...(reference ? { style: 'reference' as const } : {}),
});

/** A year does not repeat itself here; days carry it, hours do not. */
function categories({ buckets }: Outlook, from: number, to: number, timeZone: string): string[] {
  return Array.from({ length: to - from }, (_, at) => momentOf(buckets, from + at, timeZone).slice(5));
}

/** All that was, what should have been, and what is to come. */
export function outlookChart(outlook: Outlook, timeZone: string): Chart {
  const { buckets, shares, expected, forecast } = outlook;
  const count = countOf(buckets);
  const points = forecast?.points ?? [];
  return {
    kind: 'chart',
    key: 'outlookChart',
    chart: 'line',
    title: 'Fleet uptime, past and to come',
    categories: categories(outlook, 0, count + points.length, timeZone),
    categoryFormat: TEXT,
    categoryTitle: `${buckets.step === 'hour' ? 'Hour beginning' : 'Day'} (${timeZone})`,
    series: [
      series('uptime', 'Uptime', [...shares, ...nulls(points.length)]),
      series('forecast', 'Forecast', [...nulls(count), ...points.map((point) => point.expected)]),
      series(
        'expected',
        'Expected',
        [...shares.map((_, at) => expected[at]?.expected ?? null), ...nulls(points.length)],
        true,
      ),
    ],
    valueFormat: SHARE,
    valueTitle: 'Share of business time',
  };
}

/** The last seasons, the forecast and its band. */
export function forecastChart(outlook: Outlook, level: number, timeZone: string): Chart {
  const { buckets, shares, forecast } = outlook;
  const count = countOf(buckets);
  const points = forecast?.points ?? [];
  const shown = Math.min(count, 3 * seasonOf(buckets.step));
  const band = `${Math.round(level * 100)} % band`;
  return {
    kind: 'chart',
    key: 'forecastChart',
    chart: 'line',
    title: 'What is to come',
    categories: categories(outlook, count - shown, count + points.length, timeZone),
    categoryFormat: TEXT,
    categoryTitle: `${buckets.step === 'hour' ? 'Hour beginning' : 'Day'} (${timeZone})`,
    series: [
      series('uptime', 'Uptime', [...shares.slice(count - shown), ...nulls(points.length)]),
      series('forecast', 'Forecast', [...nulls(shown), ...points.map((point) => point.expected)]),
      series('lower', `${band} from`, [...nulls(shown), ...points.map((point) => point.lower)], true),
      series('upper', `${band} to`, [...nulls(shown), ...points.map((point) => point.upper)], true),
    ],
    valueFormat: SHARE,
    valueTitle: 'Share of business time',
  };
}
