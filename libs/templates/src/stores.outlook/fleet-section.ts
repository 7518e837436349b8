import { standsOut } from '@pressroom/analysis';
import type { Block, CellValue, Format, Section } from '@pressroom/document';
import { countOf, inHours, LEAST_POINT, type Outlook } from '@pressroom/stores';
import { column, ONE_DIGIT, SHARE, TEXT, TWO_DIGITS } from '../columns';
import type { ReportContext } from '../define-template';
import { dateOf, share } from '../stores.uptime/data';
import { type OutlookData, TOO_YOUNG } from './data';
import { beginOf, phaseName } from './wording';

/** A step's beginning: an instant for hours, a date for days. */
export function stepColumn({ buckets }: Outlook, timeZone: string) {
  const format: Format = { kind: 'instant', timeZone };
  return buckets.step === 'hour'
    ? column('step', 'Hour beginning', format, { width: 18 })
    : column('step', 'Day beginning', format, { width: 18 });
}

function seriesTable(outlook: Outlook, timeZone: string): Block {
  const { buckets, fleet, shares, parts, expected, anomalies } = outlook;
  const found = new Map(anomalies.map(({ at, direction }) => [at, direction]));
  const rows = shares.map((value, at): CellValue[] => {
    const band = expected[at];
    return [
      dateOf(beginOf(buckets, at)),
      inHours(fleet.business[at] ?? 0),
      value,
      share(fleet.seen[at] ?? 0, fleet.business[at] ?? 0),
      band?.expected ?? null,
      band?.lower ?? null,
      band?.upper ?? null,
      value === null ? 'not observed' : (found.get(at) ?? ''),
      // Without any step that was observed there is nothing to close one from.
      value === null && band !== undefined ? (parts.values[at] ?? null) : null,
    ];
  });
  return {
    kind: 'table',
    key: 'steps',
    title: 'Step by step',
    columns: [
      stepColumn(outlook, timeZone),
      column('business', 'Business time', TWO_DIGITS, { unit: 'hours' }),
      column('uptime', 'Uptime', SHARE),
      column('coverage', 'Coverage', SHARE),
      column('expected', 'Expected', SHARE),
      column('lower', 'Usual from', SHARE),
      column('upper', 'to', SHARE),
      column('mark', 'Mark', TEXT, { width: 14 }),
      column('closed', 'Taken instead', SHARE),
    ],
    rows: [rows],
    tail: 'full',
  };
}

function trendTable({ trend, shares, buckets }: Outlook): Block {
  const pace = 100 * (buckets.step === 'hour' ? 168 : 7);
  return {
    kind: 'table',
    key: 'trend',
    title: 'Trend without the season',
    columns: [
      column('slope', 'Slope', TWO_DIGITS, { unit: 'points a week' }),
      column('low', '90 % interval from', TWO_DIGITS),
      column('high', 'to', TWO_DIGITS),
      column('chance', 'Chance of it without a trend', SHARE),
      column('points', 'Steps observed', { kind: 'integer' }),
      column('verdict', 'Verdict', TEXT, { width: 16 }),
    ],
    rows: [
      trend === null
        ? []
        : [
            [
              pace * trend.slope,
              pace * trend.low,
              pace * trend.high,
              trend.chance,
              trend.points,
              standsOut(trend, shares.length, LEAST_POINT)
                ? trend.slope > 0
                  ? 'rising'
                  : 'falling'
                : 'flat',
            ],
          ],
    ],
    tail: 'full',
    emptyText: 'Fewer than five steps were observed: too few for a trend.',
  };
}

const NO_SEASON = {
  short:
    'The history is too short for a season (two of them and ten steps more), so each step is set against the median of all.',
  unseen:
    'Uptime does not repeat itself from season to season, so each step is set against the median of all.',
} as const;

function seasonBlocks({ buckets, parts }: Outlook, timeZone: string): Block[] {
  if (parts.noSeason !== null) return [{ kind: 'paragraph', tone: 'note', text: NO_SEASON[parts.noSeason] }];
  const phases = Array.from({ length: Math.min(parts.period, countOf(buckets)) }, (_, phase) => ({
    name: phaseName(buckets, phase, parts.period, timeZone),
    value: 100 * (parts.season[phase] ?? 0),
  }));
  const hours = buckets.step === 'hour';
  if (hours) phases.sort((a, b) => (a.name < b.name ? -1 : 1));
  const name = hours ? 'Hour beginning' : 'Weekday';
  return [
    {
      kind: 'chart',
      key: 'seasonChart',
      chart: 'column',
      title: hours ? 'Uptime over the day, against its level' : 'Uptime over the week, against its level',
      categories: phases.map((phase) => phase.name),
      categoryFormat: TEXT,
      categoryTitle: name,
      series: [{ key: 'difference', name: 'Difference', values: phases.map(({ value }) => value) }],
      valueFormat: ONE_DIGIT,
      valueTitle: 'Difference from the level',
      unit: 'points',
    },
    {
      kind: 'table',
      key: 'season',
      title: 'The season',
      columns: [
        column('phase', name, TEXT, { width: 16 }),
        column('difference', 'Difference', TWO_DIGITS, { unit: 'points' }),
      ],
      rows: [phases.map((phase) => [phase.name, phase.value])],
      tail: 'full',
    },
  ];
}

/** The fleet through time: trend, season, and each step with what it should have been. */
export function fleetSection({ outlook }: OutlookData, { timeZone }: ReportContext): Section {
  const blocks: Block[] =
    outlook === null
      ? [{ kind: 'paragraph', text: TOO_YOUNG }]
      : [trendTable(outlook), ...seasonBlocks(outlook, timeZone), seriesTable(outlook, timeZone)];
  return { key: 'fleet', title: 'Fleet', blocks };
}
