import { compareUnits } from './unit-order';
import type { Micros } from './event-time';

/** What happened, one entry an event, in the order given. Columns of equal length; small however many events. */
export interface StudentEvents {
  studentId: string;
  namespace: string | null;
  /** Units that were set, when the sender says so: what of them was never seen was skipped. */
  expectedUnits: readonly string[];
  /** Distinct units in alias order: index 0 is Q1. */
  units: readonly string[];
  /** Distinct types as given. */
  types: readonly string[];
  /** Index into `units`. */
  unitOf: readonly number[];
  /** Index into `types`; -1 without a type. */
  typeOf: readonly number[];
  times: readonly (Micros | null)[];
}

export interface GivenEvent {
  unit: string;
  type: string | null;
  at: Micros | null;
}

/** Gives every distinct text a number in order of first sight. */
class Numbering {
  readonly texts: string[] = [];
  private readonly known = new Map<string, number>();

  of(text: string): number {
    let number = this.known.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.known.set(text, number);
      this.texts.push(text);
    }
    return number;
  }
}

/** Gathers one student's events and gives the units their order at the end. */
export class EventGatherer {
  private readonly units = new Numbering();
  private readonly types = new Numbering();
  private readonly unitOf: number[] = [];
  private readonly typeOf: number[] = [];
  private readonly times: (Micros | null)[] = [];

  add({ unit, type, at }: GivenEvent): void {
    this.unitOf.push(this.units.of(unit));
    this.typeOf.push(type === null ? -1 : this.types.of(type));
    this.times.push(at);
  }

  student(of: {
    studentId: string;
    namespace: string | null;
    expectedUnits?: readonly string[];
  }): StudentEvents {
    const units = [...this.units.texts].sort(compareUnits);
    const rank = new Map(units.map((unit, at) => [unit, at]));
    const place = this.units.texts.map((unit) => rank.get(unit) ?? 0);
    return {
      studentId: of.studentId,
      namespace: of.namespace,
      expectedUnits: of.expectedUnits ?? [],
      units,
      types: this.types.texts,
      unitOf: this.unitOf.map((unit) => place[unit] ?? 0),
      typeOf: this.typeOf,
      times: this.times,
    };
  }
}

/** The time of the newest event of all; null when none carries a time. */
export function newestTime(students: readonly StudentEvents[]): Micros | null {
  let newest: Micros | null = null;
  for (const { times } of students) {
    for (const at of times) if (at !== null && (newest === null || at > newest)) newest = at;
  }
  return newest;
}

export function eventCount(students: readonly StudentEvents[]): number {
  return students.reduce((sum, { unitOf }) => sum + unitOf.length, 0);
}
