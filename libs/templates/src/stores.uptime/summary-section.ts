import { display, type Block, type Chart, type Fact, instantIn, type Section } from '@pressroom/document';
import { inHours, type FleetHour, type StoreUptime } from '@pressroom/stores';
import type { ReportContext } from '../define-template';
import { column, counted, INTEGER, SHARE, TEXT, TWO_DIGITS } from '../columns';
import { dateOf, NO_POLLS, share, type UptimeData } from './data';

const total = (items: readonly StoreUptime[], of: (store: StoreUptime) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

function fleetShare(stores: readonly StoreUptime[], window: 'hour' | 'day' | 'week'): number | null {
  const up = total(stores, (store) => store[window].up);
  return share(up, up + total(stores, (store) => store[window].down));
}

function coverageOf(stores: readonly StoreUptime[]): number | null {
  return share(
    total(stores, ({ seen }) => seen),
    total(stores, ({ week }) => week.up + week.down),
  );
}

function factsOf({ stores }: UptimeData): Fact[] {
  return [
    { key: 'stores', label: 'Stores with a poll', value: stores.length, format: INTEGER },
    { key: 'uptimeHour', label: 'Fleet uptime, last hour', value: fleetShare(stores, 'hour'), format: SHARE },
    { key: 'uptimeDay', label: 'Fleet uptime, last day', value: fleetShare(stores, 'day'), format: SHARE },
    { key: 'uptimeWeek', label: 'Fleet uptime, last week', value: fleetShare(stores, 'week'), format: SHARE },
    {
      key: 'coverage',
      label: 'Coverage, last week',
      value: coverageOf(stores),
      format: SHARE,
      note: 'business time within 90 minutes of a poll',
    },
    {
      key: 'businessHours',
      label: 'Business time, last week',
      value: inHours(total(stores, ({ week }) => week.up + week.down)),
      format: TWO_DIGITS,
      unit: 'hours',
    },
    {
      key: 'outages',
      label: 'Outages, last week',
      value: total(stores, ({ outages }) => outages),
      format: INTEGER,
    },
    {
      key: 'alwaysOpen',
      label: 'Stores without hours',
      value: stores.filter(({ hoursTold }) => !hoursTold).length,
      format: INTEGER,
      note: 'taken as open always',
    },
  ];
}

function fleetChart(fleet: readonly FleetHour[], timeZone: string): Chart {
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

function fleetTable(fleet: readonly FleetHour[], timeZone: string): Block {
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

/** Most downtime first; ties by id, in which order the stores come. */
function worstOf({ stores, worst }: UptimeData): StoreUptime[] {
  return stores
    .filter(({ week }) => week.down > 0)
    .sort((a, b) => b.week.down - a.week.down)
    .slice(0, worst);
}

function worstBlocks(data: UptimeData): Block[] {
  const worst = worstOf(data);
  const shown = worst.slice(0, 20);
  return [
    { kind: 'heading', level: 2, text: 'Worst stores' },
    {
      kind: 'chart',
      key: 'worstChart',
      chart: 'bar',
      title: 'Most downtime in the last week',
      categories: shown.map(({ storeId }) => storeId),
      categoryFormat: { kind: 'id' },
      categoryTitle: 'Store',
      series: [{ key: 'downtime', name: 'Downtime', values: shown.map(({ week }) => inHours(week.down)) }],
      valueFormat: TWO_DIGITS,
      valueTitle: 'Downtime',
      unit: 'hours',
    },
    {
      kind: 'table',
      key: 'worst',
      title: 'Most downtime in the last week',
      columns: [
        column('store_id', 'Store', { kind: 'id' }, { width: 22 }),
        column('downtime', 'Downtime', TWO_DIGITS, { unit: 'hours' }),
        column('uptimeShare', 'Uptime', SHARE),
        column('coverage', 'Coverage', SHARE),
        column('outages', 'Outages', INTEGER),
        column('longestOutage', 'Longest outage', TWO_DIGITS, { unit: 'hours' }),
      ],
      rows: [
        worst.map(({ storeId, week, seen, outages, longestOutage }) => [
          storeId,
          inHours(week.down),
          share(week.up, week.up + week.down),
          share(seen, week.up + week.down),
          outages,
          inHours(longestOutage),
        ]),
      ],
      tail: 'full',
      emptyText: 'No store was down in the last week.',
    },
  ];
}

const BANDS = [0, 0.5, 0.9, 0.95, 0.99, 1] as const;

function bandTable(stores: readonly StoreUptime[]): Block {
  const shares = stores.flatMap(({ week }) => share(week.up, week.up + week.down) ?? []);
  const words = BANDS.map((from, at) => {
    const to = BANDS[at + 1];
    if (to === undefined) return { name: '100 %', count: shares.filter((value) => value >= 1).length };
    return {
      name: `${from * 100} % to under ${to * 100} %`,
      count: shares.filter((value) => value >= from && value < to).length,
    };
  });
  return {
    kind: 'table',
    key: 'bands',
    title: 'Stores by uptime of the last week',
    columns: [
      column('band', 'Uptime', TEXT, { width: 22 }),
      column('stores', 'Stores', INTEGER),
      column('share', 'Share', SHARE),
    ],
    rows: [words.map(({ name, count }) => [name, count, share(count, shares.length)])],
    tail: 'full',
  };
}

function lead(data: UptimeData, timeZone: string): string {
  if (data.now === null) return `${NO_POLLS} There is nothing to report yet.`;
  const { stores } = data;
  const now = instantIn(dateOf(data.now), timeZone);
  return (
    `In the week before ${now} (${timeZone}), ${counted(stores.length, 'store')} were up ` +
    `${display(fleetShare(stores, 'week'), SHARE)} of their business time. ` +
    `A poll was within 90 minutes for ${display(coverageOf(stores), SHARE)} of it; the rest is inferred.`
  );
}

/** The fleet over time, the worst stores, and how much of it was seen. */
export function summarySection(data: UptimeData, { timeZone }: ReportContext): Section {
  const blocks: Block[] = [
    { kind: 'paragraph', tone: 'lead', text: lead(data, timeZone) },
    { kind: 'facts', key: 'figures', facts: factsOf(data) },
  ];
  if (data.now !== null)
    blocks.push(
      fleetChart(data.fleet, timeZone),
      bandTable(data.stores),
      ...worstBlocks(data),
      fleetTable(data.fleet, timeZone),
    );
  return { key: 'summary', title: 'Summary', blocks };
}
