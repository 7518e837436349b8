import { aliasOf } from './unit-order';
import type { StudentEvents } from './student-events';

export const EVENT_ORDERS = ['given', 'time'] as const;
/** `given`: as sent. `time`: by created_time; ties keep the given order, events without a time stand at the end. */
export type EventOrder = (typeof EVENT_ORDERS)[number];

/** Numbers of the timed events by time; ties keep the given order. */
export function byTime({ times }: Pick<StudentEvents, 'times'>): number[] {
  const timed: number[] = [];
  times.forEach((at, index) => {
    if (at !== null) timed.push(index);
  });
  return timed.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
}

/** Numbers of all events in the order in which the report reads them. */
export function readingOrder(student: Pick<StudentEvents, 'times'>, order: EventOrder): number[] {
  if (order === 'given') return student.times.map((_, index) => index);
  const untimed = student.times.flatMap((at, index) => (at === null ? [index] : []));
  return [...byTime(student), ...untimed];
}

/** `Q1 -> Q1 -> Q3`. @param sequence units by index, event after event */
export function orderLine(sequence: readonly number[]): string {
  const aliases = new Map<number, string>();
  return sequence
    .map((unit) => {
      let alias = aliases.get(unit);
      if (alias === undefined) aliases.set(unit, (alias = aliasOf(unit)));
      return alias;
    })
    .join(' -> ');
}

/** Consecutive events of one unit: one visit. */
export interface Run {
  unit: number;
  length: number;
}

export function runsOf(sequence: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const unit of sequence) {
    const last = runs.at(-1);
    if (last?.unit === unit) last.length += 1;
    else runs.push({ unit, length: 1 });
  }
  return runs;
}
