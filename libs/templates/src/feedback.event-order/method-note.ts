import type { Paragraph } from '@pressroom/document';
import { RANGE_MINUTES, SESSION_GAP, type StudentAnalysis } from '@pressroom/feedback';
import { between, spoken } from './words';

const COUNTS =
  'Attempts are all events of a question; a visit is an unbroken run of them, and revisits are the visits after the first.';

/** How the figures came about: time on task is an estimate, and its method changes findings. */
export function methodNote({ task }: StudentAnalysis, pauseMinutes: number): Paragraph {
  if (task === null)
    return {
      kind: 'paragraph',
      tone: 'note',
      text: `${COUNTS} No event carries a time, so nothing is said of time.`,
    };
  const { least, greatest } = task.range;
  const text = [
    COUNTS,
    `Time spent is an estimate: a gap of up to ${pauseMinutes} min after an event is credited to its question;`,
    `of a longer one, a pause, the student's own median gap (${spoken(task.medianGap)}) is, and the same for the last event of a session.`,
    `A session ends at a gap above ${spoken(SESSION_GAP)}.`,
    `With pauses from ${RANGE_MINUTES.from} to ${RANGE_MINUTES.to} min, the active time is ${between(least, greatest)}.`,
  ].join(' ');
  return { kind: 'paragraph', tone: 'note', text };
}
