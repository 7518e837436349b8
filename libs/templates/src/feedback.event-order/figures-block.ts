import { display, type Block, type Fact, type Facts } from '@pressroom/document';
import { aliasOf, RANGE_MINUTES, type StudentAnalysis } from '@pressroom/feedback';
import { counted, INTEGER } from '../columns';
import { between, spoken } from './words';

const DURATION = { kind: 'duration' } as const;

function timeFacts({ task }: StudentAnalysis): Fact[] {
  if (task === null) return [];
  const { least, greatest } = task.range;
  return [
    {
      key: 'activeTime',
      label: 'Active time (estimate)',
      value: task.active,
      format: DURATION,
      note: `${between(least, greatest)} with pauses from ${RANGE_MINUTES.from} to ${RANGE_MINUTES.to} min`,
    },
    {
      key: 'wallTime',
      label: 'First to last event',
      value: task.wall,
      format: DURATION,
      note: `idle for ${spoken(task.idle)}`,
    },
    {
      key: 'sessions',
      label: 'Sessions',
      value: task.sessions.length,
      format: INTEGER,
      note: counted(task.pauses.length, 'pause'),
    },
  ];
}

/** The evening in a sentence: facts, without a verdict. */
export function summaryBlock({ units, task, sequence }: StudentAnalysis): Block {
  const submitted = units.filter(({ state }) => state === 'submitted').length;
  const most = [...units].sort((a, b) => (b.share ?? 0) - (a.share ?? 0) || a.unit - b.unit)[0];
  const time =
    task === null || most?.share === undefined || most.share === null || most.share === 0
      ? ''
      : ` Most time went to ${aliasOf(most.unit)}, ${display(most.share, { kind: 'percent', digits: 0 })} of about ${spoken(task.active)}.`;
  const text = `${counted(sequence.length, 'event')} on ${counted(units.length, 'question')}, ${submitted} of them submitted.${time}`;
  return { kind: 'paragraph', tone: 'lead', text };
}

/** The figures that a reader looks for first. Without times, the time parts are left out. */
export function figuresBlock(analysis: StudentAnalysis): Facts {
  const { sequence, units, moves, student } = analysis;
  const saves = units.reduce((sum, unit) => sum + unit.saves, 0);
  const submissions = units.reduce((sum, unit) => sum + unit.submissions, 0);
  const submitted = units.filter(({ state }) => state === 'submitted').length;
  const untimed = sequence.length - analysis.timed.length;
  return {
    kind: 'facts',
    key: 'figures',
    facts: [
      {
        key: 'events',
        label: 'Events',
        value: sequence.length,
        format: INTEGER,
        note: untimed > 0 && analysis.task !== null ? `${untimed} without a time` : counted(saves, 'save'),
      },
      {
        key: 'questions',
        label: 'Questions',
        value: student.units.length,
        format: INTEGER,
        note: `${submitted} submitted`,
      },
      {
        key: 'submissions',
        label: 'Submissions',
        value: submissions,
        format: INTEGER,
        note: counted(moves.moves, 'move between questions', 'moves between questions'),
      },
      ...timeFacts(analysis),
    ],
  };
}
