import { type Block, type Chart, instantIn } from '@pressroom/document';
import { type FleetHour, inHours } from '@pressroom/stores';
import { column, SHARE, TEXT, TWO_DIGITS } from '../columns';
import { dateOf, share } from './data';

/** Where coverage falls, the feed has a hole. */
export function fleetChart(fleet: readonly FleetHour[], timeZone: string): Chart {
  return {
    kind: 'chart',
    key: 'fleetChart',
    chart: 'line',
    title: 'Fleet uptime and coverage, hour by hour',
    categories: fleet.map(({ from }) => instantIn(dateOf(from), timeZone).slice(5, 16)),
    categoryFormat: TEXT,
    categoryTitle: `Hour beginning (${timeZone})`,
    series: [
      { key: 'uptime', name: 'Uptime', values: fleet.map(({ up, business }) => share(up, business)) },
      {
        key: 'coverage',
        name: 'Coverage',
        values: fleet.map(({ seen, business }) => share(seen, business)),
        style: 'reference',
      },
    ],
    valueFormat: SHARE,
    valueTitle: 'Share of business time',
  };
}

export function fleetTable(fleet: readonly FleetHour[], timeZone: string): Block {
  return {
    kind: 'table',
    key: 'fleet',
    title: 'The fleet, hour by hour',
    columns: [
      column('hour', 'Hour beginning', { kind: 'instant', timeZone, seconds: true }, { width: 20 }),
      column('business', 'Business time', TWO_DIGITS, { unit: 'hours' }),
      column('up', 'Uptime', TWO_DIGITS, { unit: 'hours' }),
      column('uptimeShare', 'Uptime share', SHARE),
      column('coverage', 'Coverage', SHARE),
    ],
    rows: [
      fleet.map(({ from, up, business, seen }) => [
        dateOf(from),
        inHours(business),
        inHours(up),
        share(up, business),
        share(seen, business),
      ]),
    ],
    tail: 'full',
    scales: [{ columns: ['uptimeShare', 'coverage'], style: 'heat' }],
  };
}
