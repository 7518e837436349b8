import { kindsOf, type EventKind } from './event-kinds';
import { byTime, readingOrder, runsOf, type EventOrder, type Run } from './event-order';
import type { Micros } from './event-time';
import { flagsOf, type Flag } from './flags';
import { skippedUnits } from './packed-students';
import { rhythmOf, type Rhythm } from './rhythm';
import { sequenceFigures, type SequenceFigures } from './sequence-figures';
import type { StudentEvents } from './student-events';
import { timeOnTask, type TimeOnTask } from './time-on-task';
import { unitFigures, type UnitFigures } from './unit-figures';

export interface AnalysisOptions {
  order: EventOrder;
  /** Theta: a longer gap between two events counts as a pause. 1 to 30. */
  pauseMinutes: number;
}

/** Everything that a report says about one student. The time parts are null when no event carries a time. */
export interface StudentAnalysis {
  student: StudentEvents;
  kinds: readonly EventKind[];
  /** Numbers of the events as the report reads them. */
  order: readonly number[];
  /** Units of those events. */
  sequence: readonly number[];
  runs: readonly Run[];
  /** Numbers of the timed events, by time. */
  timed: readonly number[];
  /** True when the order by time is another one than the order given. */
  ordersDiffer: boolean;
  task: TimeOnTask | null;
  units: readonly UnitFigures[];
  moves: SequenceFigures;
  rhythm: Rhythm | null;
  skipped: readonly string[];
  flags: readonly Flag[];
}

/** Pure: equal events and options give an equal analysis. */
export function analyseStudent(student: StudentEvents, options: AnalysisOptions): StudentAnalysis {
  const kinds = kindsOf(student.types, student.typeOf);
  const order = readingOrder(student, options.order);
  const sequence = order.map((event) => student.unitOf[event] ?? 0);
  const runs = runsOf(sequence);
  const timed = byTime(student);
  const times = timed.map((event) => student.times[event] ?? 0);
  const task = times.length === 0 ? null : timeOnTask(times, options.pauseMinutes);
  const units = unitFigures(student, {
    order,
    runs,
    kinds,
    times: task && { timed, credits: task.credits, active: task.active, end: task.end },
  });
  const rhythm = task && rhythmOf(times, task.active, firstActionOf(student, kinds, timed));
  const disorder = disorderOf(student);
  return {
    student,
    kinds,
    order,
    sequence,
    runs,
    timed,
    ordersDiffer: disorder.differ,
    task,
    units,
    moves: sequenceFigures(runs),
    rhythm,
    skipped: skippedUnits(student),
    flags: flagsOf({
      units,
      task,
      rhythm,
      events: sequence.length,
      disorder: disorder.stepsBack,
      duplicates: duplicatesOf(student, timed),
    }),
  };
}

function firstActionOf(
  { times }: StudentEvents,
  kinds: readonly EventKind[],
  timed: readonly number[],
): Micros | null {
  const first = timed.find((event) => kinds[event] === 'save' || kinds[event] === 'submission');
  return first === undefined ? null : (times[first] ?? null);
}

/** How often a timed event lies before the timed one given before it, and whether sorting by time moves any event. */
function disorderOf({ times }: StudentEvents): { stepsBack: number; differ: boolean } {
  let [stepsBack, last, untimed, differ] = [0, -Infinity, false, false];
  for (const at of times) {
    if (at === null) untimed = true;
    else {
      if (at < last) stepsBack += 1;
      if (untimed) differ = true;
      last = at;
    }
  }
  return { stepsBack, differ: differ || stepsBack > 0 };
}

function duplicatesOf({ unitOf, typeOf, times }: StudentEvents, timed: readonly number[]): number {
  let count = 0;
  let at: Micros | null = null;
  let seen = new Set<string>();
  for (const event of timed) {
    const time = times[event] ?? 0;
    if (time !== at) {
      at = time;
      seen = new Set();
    }
    const key = `${unitOf[event] ?? 0} ${typeOf[event] ?? -1}`;
    if (seen.has(key)) count += 1;
    seen.add(key);
  }
  return count;
}
