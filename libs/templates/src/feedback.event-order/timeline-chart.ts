import type { Chart, TimelineMark } from '@pressroom/document';
import { aliasOf, MICROS_A_SECOND, runsOf, type StudentAnalysis, type TimeOnTask } from '@pressroom/feedback';
import { INTEGER, TEXT } from '../columns';
import { grouping, type Grouping } from './busiest-units';

/** Where an event stands in the picture: seconds of the window, long pauses cut to a fixed length when they would fill it. */
class Scale {
  readonly cut: boolean;
  private readonly cuts: readonly { to: number; saved: number }[];

  constructor(
    private readonly task: TimeOnTask,
    private readonly pauseSeconds: number,
  ) {
    this.cut = task.idle > task.active;
    let saved = 0;
    this.cuts = this.cut
      ? task.pauses.map(({ from, to }) => ({ to, saved: (saved += to - from - pauseSeconds) }))
      : [];
  }

  /** @param seconds since the first event, at an event */
  at(seconds: number): number {
    let [low, high] = [0, this.cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cuts[middle]?.to ?? 0) <= seconds + 1e-6) low = middle + 1;
      else high = middle;
    }
    return seconds - (this.cuts[low - 1]?.saved ?? 0);
  }

  pauses(): TimelineMark[] {
    return this.task.pauses.map(({ from, to }) => ({
      lane: '',
      shape: 'band',
      from: this.at(from),
      to: this.at(to),
      label: 'pause',
    }));
  }

  get title(): string {
    const cut = `, pauses shown as ${this.pauseSeconds / 60} min`;
    return `Time since the first event${this.cut ? cut : ''}`;
  }
}

interface TimedEvent {
  event: number;
  unit: number;
  at: number;
}

function timedEvents({ student, timed, task }: StudentAnalysis, scale: Scale): TimedEvent[] {
  const start = task?.start ?? 0;
  return timed.map((event) => ({
    event,
    unit: student.unitOf[event] ?? 0,
    at: scale.at(((student.times[event] ?? start) - start) / MICROS_A_SECOND),
  }));
}

function visitMarks(events: readonly TimedEvent[], task: TimeOnTask, lanes: Grouping): TimelineMark[] {
  const marks: TimelineMark[] = [];
  let at = 0;
  for (const { unit, length } of runsOf(events.map((event) => event.unit))) {
    const from = events[at]?.at ?? 0;
    at += length;
    const last = events[at - 1]?.at ?? from;
    const to = Math.min(last + (task.credits[at - 1] ?? 0), events[at]?.at ?? Infinity);
    marks.push({ lane: lanes.name(unit), shape: 'bar', from, to: Math.max(from, to), label: 'visit' });
  }
  return marks;
}

function eventMarks(
  events: readonly TimedEvent[],
  { kinds }: StudentAnalysis,
  lanes: Grouping,
): TimelineMark[] {
  const plain = events.every(({ event }) => kinds[event] === 'save' || kinds[event] === 'submission');
  const dot = plain ? 'save' : 'save or other event';
  return events.map(({ event, unit, at }) =>
    kinds[event] === 'submission'
      ? { lane: lanes.name(unit), shape: 'diamond', from: at, label: 'submission' }
      : { lane: lanes.name(unit), shape: 'dot', from: at, label: dot },
  );
}

/** Lanes stand in the order of their first mark: a mark sorts by its question. */
function inLanes(marks: readonly TimelineMark[], lanes: Grouping): TimelineMark[] {
  const byLane = new Map<string, TimelineMark[]>(lanes.names.map((name) => [name, []]));
  for (const mark of marks) byLane.get(mark.lane)?.push(mark);
  return [...byLane.values()].flat();
}

/** Swim lanes: a lane a question, thick bars for visits, dots and diamonds for events, grey bands for pauses. */
export function timelineChart(analysis: StudentAnalysis, pauseMinutes: number): Chart | null {
  const { task } = analysis;
  if (task === null) return null;
  const scale = new Scale(task, pauseMinutes * 60);
  const lanes = grouping(analysis);
  const events = timedEvents(analysis, scale);
  return {
    ...FRAME,
    key: 'timeline',
    chart: 'timeline',
    title: 'Sequence over time',
    categoryTitle: scale.title,
    marks: [
      ...scale.pauses(),
      ...inLanes([...visitMarks(events, task, lanes), ...eventMarks(events, analysis, lanes)], lanes),
    ],
  };
}

const FRAME = {
  kind: 'chart',
  categories: [],
  categoryFormat: TEXT,
  series: [],
  valueFormat: INTEGER,
  valueTitle: 'Question',
} as const;

/** Events past which the picture shows every so-many-th. */
const MOST_STEPS = 500;

/** The sequence without times: step by step, the question worked on. */
export function stepsChart({ sequence, student }: StudentAnalysis): Chart | null {
  if (sequence.length === 0) return null;
  const every = Math.ceil(sequence.length / MOST_STEPS);
  const steps = sequence.flatMap((unit, at) => (at % every === 0 ? [{ step: at + 1, unit }] : []));
  const last = student.units.length - 1;
  return {
    ...FRAME,
    key: 'steps',
    chart: 'scatter',
    title: 'Sequence step by step',
    categories: steps.map(({ step }) => step),
    categoryFormat: INTEGER,
    categoryTitle: every === 1 ? 'Event' : `Event (every ${every}th is shown)`,
    series: [{ key: 'question', name: 'Question', values: steps.map(({ unit }) => unit + 1) }],
    valueTitle: `Question, 1 = ${aliasOf(0)}${last > 0 ? ` to ${last + 1} = ${aliasOf(last)}` : ''}`,
  };
}
