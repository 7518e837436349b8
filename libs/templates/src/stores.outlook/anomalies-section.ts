import { strongest } from '@pressroom/analysis';
import type { Block, CellValue, Section } from '@pressroom/document';
import { inHours, type Outlook } from '@pressroom/stores';
import { column, ONE_DIGIT, SHARE, TEXT, TWO_DIGITS } from '../columns';
import type { ReportContext } from '../define-template';
import { dateOf } from '../stores.uptime/data';
import { type OutlookData, TOO_YOUNG } from './data';
import { stepColumn } from './fleet-section';
import { beginOf } from './wording';

function anomalyTable(outlook: Outlook, timeZone: string): Block {
  const { buckets, anomalies, expected } = outlook;
  return {
    kind: 'table',
    key: 'anomalies',
    title: 'Steps that stand out',
    columns: [
      stepColumn(outlook, timeZone),
      column('direction', 'Direction', TEXT, { width: 10 }),
      column('uptime', 'Uptime', SHARE),
      column('expected', 'Expected', SHARE),
      column('lower', 'Usual from', SHARE),
      column('upper', 'to', SHARE),
      column('difference', 'Difference', ONE_DIGIT, { unit: 'points' }),
      column('score', 'Score', ONE_DIGIT),
    ],
    rows: [
      anomalies.map(({ at, value, expected: middle, score, direction }): CellValue[] => [
        dateOf(beginOf(buckets, at)),
        direction,
        value,
        middle,
        expected[at]?.lower ?? null,
        expected[at]?.upper ?? null,
        100 * (value - middle),
        score,
      ]),
    ],
    tail: 'full',
    emptyText: 'No observed step stands out.',
  };
}

function driverTable(outlook: Outlook, timeZone: string): Block {
  const { buckets, anomalies, drivers } = outlook;
  const rows = strongest(anomalies).flatMap(({ at }) =>
    (drivers.get(at) ?? []).map(({ dimension, member, delta, share }): CellValue[] => [
      dateOf(beginOf(buckets, at)),
      dimension === 'zone' ? 'time zone' : 'store',
      member,
      Math.sign(delta) * inHours(Math.abs(delta)),
      share,
    ]),
  );
  return {
    kind: 'table',
    key: 'drivers',
    title: 'Whose downtime it was',
    columns: [
      stepColumn(outlook, timeZone),
      column('dimension', 'What', TEXT, { width: 10 }),
      column('member', 'Which', { kind: 'id' }, { width: 24 }),
      column('delta', 'Downtime more than usual', TWO_DIGITS, { unit: 'hours' }),
      column('share', 'Share of the change', SHARE),
    ],
    rows: [rows],
    tail: 'full',
    emptyText: 'There is nothing to explain.',
  };
}

/** What was not as it should have been, and who made it so. */
export function anomaliesSection({ outlook, threshold }: OutlookData, { timeZone }: ReportContext): Section {
  const blocks: Block[] =
    outlook === null
      ? [{ kind: 'paragraph', text: TOO_YOUNG }]
      : [
          {
            kind: 'paragraph',
            tone: 'note',
            text: `A step stands out when it lies more than ${threshold} robust standard deviations, and at least one point, from what was expected. For the ten most striking the five zones and stores are named that changed most against the same time of other seasons.`,
          },
          anomalyTable(outlook, timeZone),
          driverTable(outlook, timeZone),
        ];
  return { key: 'anomalies', title: 'Anomalies', blocks };
}
