import { display, type Block, type Fact, instantIn, type Section } from '@pressroom/document';
import { inHours, type StoreUptime } from '@pressroom/stores';
import type { ReportContext } from '../define-template';
import { counted, INTEGER, SHARE, TWO_DIGITS } from '../columns';
import { dateOf, NO_POLLS, share, type UptimeData } from './data';
import { fleetChart, fleetTable } from './fleet-blocks';
import { bandTable, worstBlocks } from './worst-blocks';

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
