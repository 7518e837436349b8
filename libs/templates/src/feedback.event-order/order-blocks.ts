import type { Block } from '@pressroom/document';
import { aliasOf, orderLine, type EventOrder, type Run, type StudentAnalysis } from '@pressroom/feedback';
import { counted } from '../columns';

/** A sequence of more runs than this is cut where it is written out; the order line above is whole. */
const MOST_RUNS = 1000;

/** The line that other programs read: exactly `Event Order: ` and the aliases joined by arrows. */
export function orderBlock({ sequence }: StudentAnalysis): Block {
  return { kind: 'paragraph', text: `Event Order: ${orderLine(sequence)}` };
}

function runsText(runs: readonly Run[]): string {
  const shown = runs.slice(0, MOST_RUNS).map(({ unit, length }) => `${aliasOf(unit)} × ${length}`);
  const more = runs.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? `, and ${counted(more, 'more run')}` : ''}`;
}

/** Which of the two orders it is, since they may differ, and the same sequence in runs. */
export function sequenceBlocks({ runs, ordersDiffer }: StudentAnalysis, order: EventOrder): Block[] {
  if (runs.length === 0) return [{ kind: 'paragraph', text: 'No events were sent for this student.' }];
  const other = ordersDiffer
    ? order === 'given'
      ? ' Sorted by their times, they would stand in another order.'
      : ' As given, they stand in another order.'
    : '';
  const used =
    order === 'given'
      ? 'The events stand in the order in which they were sent.'
      : 'The events stand in the order of their times; ties keep the order given.';
  return [
    { kind: 'paragraph', text: `Runs: ${runsText(runs)}` },
    { kind: 'paragraph', tone: 'note', text: used + other },
  ];
}
