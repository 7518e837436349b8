import type { EventKind } from './event-kinds';
import type { Run } from './event-order';
import { MICROS_A_SECOND, type Micros } from './event-time';
import type { StudentEvents } from './student-events';

export type UnitState = 'submitted' | 'saved only' | 'opened';

/** One question in figures. Times and seconds are null where the events carry no time. */
export interface UnitFigures {
  unit: number;
  /** Every event of the unit. */
  attempts: number;
  saves: number;
  submissions: number;
  /** Maximal runs of events. */
  visits: number;
  /** Visits after the first. */
  revisits: number;
  /** Visits that began after the first submission. */
  visitsAfterSubmission: number;
  /** Saves before the first submission; null without a submission. */
  savesBeforeSubmission: number | null;
  /** Submissions after the first. */
  resubmissions: number;
  state: UnitState;
  first: Micros | null;
  last: Micros | null;
  /** Estimated time on task, seconds. */
  active: number | null;
  /** Share of the student's active time, 0 to 1. */
  share: number | null;
  /** From the first event to the first submission, seconds. */
  toFirstSubmission: number | null;
  /** From the last save to the end of the student's work, seconds. */
  sinceLastSave: number | null;
}

interface Tally extends UnitFigures {
  firstSubmission: Micros | null;
  lastSave: Micros | null;
}

const emptyTally = (unit: number): Tally => ({
  unit,
  attempts: 0,
  saves: 0,
  submissions: 0,
  visits: 0,
  revisits: 0,
  visitsAfterSubmission: 0,
  savesBeforeSubmission: null,
  resubmissions: 0,
  state: 'opened',
  first: null,
  last: null,
  active: null,
  share: null,
  toFirstSubmission: null,
  sinceLastSave: null,
  firstSubmission: null,
  lastSave: null,
});

export interface UnitTimes {
  /** Numbers of the timed events by time, and the seconds credited to each. */
  timed: readonly number[];
  credits: readonly number[];
  active: number;
  end: Micros;
}

/** Figures of every unit, in alias order. @param order numbers of the events as the report reads them */
export function unitFigures(
  student: StudentEvents,
  {
    order,
    runs,
    kinds,
    times,
  }: {
    order: readonly number[];
    runs: readonly Run[];
    kinds: readonly EventKind[];
    times: UnitTimes | null;
  },
): UnitFigures[] {
  const tallies = student.units.map((_, unit) => emptyTally(unit));
  countEvents(student, order, kinds, tallies);
  countVisits(student, order, runs, kinds, tallies);
  if (times !== null) addTimes(student, kinds, times, tallies);
  return tallies.map(({ firstSubmission, lastSave, ...figures }) => ({
    ...figures,
    revisits: Math.max(0, figures.visits - 1),
    resubmissions: Math.max(0, figures.submissions - 1),
    toFirstSubmission: between(figures.first, firstSubmission),
    sinceLastSave: between(lastSave, times?.end ?? null),
  }));
}

const between = (from: Micros | null, to: Micros | null): number | null =>
  from === null || to === null ? null : Math.max(0, (to - from) / MICROS_A_SECOND);

function countEvents(
  { unitOf }: StudentEvents,
  order: readonly number[],
  kinds: readonly EventKind[],
  tallies: readonly Tally[],
): void {
  for (const event of order) {
    const tally = tallies[unitOf[event] ?? -1];
    if (tally === undefined) continue;
    tally.attempts += 1;
    if (kinds[event] === 'save') {
      tally.saves += 1;
      if (tally.state === 'opened') tally.state = 'saved only';
    } else if (kinds[event] === 'submission') {
      tally.savesBeforeSubmission ??= tally.saves;
      tally.submissions += 1;
      tally.state = 'submitted';
    }
  }
}

function countVisits(
  { unitOf }: StudentEvents,
  order: readonly number[],
  runs: readonly Run[],
  kinds: readonly EventKind[],
  tallies: readonly Tally[],
): void {
  const submitted = new Set<number>();
  let at = 0;
  for (const { unit, length } of runs) {
    const tally = tallies[unit];
    if (tally !== undefined) {
      tally.visits += 1;
      if (submitted.has(unit)) tally.visitsAfterSubmission += 1;
    }
    for (const end = at + length; at < end; at += 1) {
      const event = order[at] ?? -1;
      if (kinds[event] === 'submission') submitted.add(unitOf[event] ?? -1);
    }
  }
}

function addTimes(
  { unitOf, times }: StudentEvents,
  kinds: readonly EventKind[],
  { timed, credits, active }: UnitTimes,
  tallies: readonly Tally[],
): void {
  timed.forEach((event, at) => {
    const tally = tallies[unitOf[event] ?? -1];
    const time = times[event] ?? null;
    if (tally === undefined || time === null) return;
    tally.first ??= time;
    tally.last = time;
    tally.active = (tally.active ?? 0) + (credits[at] ?? 0);
    if (kinds[event] === 'submission') tally.firstSubmission ??= time;
    if (kinds[event] === 'save') tally.lastSave = time;
  });
  for (const tally of tallies)
    tally.share = tally.active === null ? null : active > 0 ? tally.active / active : 0;
}
