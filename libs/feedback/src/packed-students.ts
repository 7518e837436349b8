import { compareUnits } from './unit-order';
import type { StudentEvents } from './student-events';

/** Raised when the packing changes; older rows stay readable. */
const VERSION = 1;

interface PackedStudent {
  s: string;
  n: string | null;
  x: readonly string[];
  u: readonly string[];
  t: readonly string[];
  /** Unit, type and microseconds since the event before (null without a time), event after event. */
  e: readonly (number | null)[];
}

/** Students as compact UTF-8 JSON: names once, times as differences. Some 15 bytes an event. */
export function packStudents(students: readonly StudentEvents[]): Buffer {
  return Buffer.from(JSON.stringify({ v: VERSION, students: students.map(packed) }));
}

function packed(student: StudentEvents): PackedStudent {
  const e: (number | null)[] = [];
  let last = 0;
  student.unitOf.forEach((unit, at) => {
    const time = student.times[at] ?? null;
    e.push(unit, student.typeOf[at] ?? -1, time === null ? null : time - last);
    if (time !== null) last = time;
  });
  return {
    s: student.studentId,
    n: student.namespace,
    x: student.expectedUnits,
    u: student.units,
    t: student.types,
    e,
  };
}

/** @throws TypeError for bytes that this version did not pack */
export function unpackStudents(bytes: Buffer): StudentEvents[] {
  const { v, students } = JSON.parse(bytes.toString('utf8')) as { v: number; students: PackedStudent[] };
  if (v !== VERSION) throw new TypeError(`students packed as version ${v} can't be read`);
  return students.map(unpacked);
}

function unpacked({ s, n, x, u, t, e }: PackedStudent): StudentEvents {
  const unitOf: number[] = [];
  const typeOf: number[] = [];
  const times: (number | null)[] = [];
  let last = 0;
  for (let at = 0; at < e.length; at += 3) {
    const step = e[at + 2] ?? null;
    unitOf.push(e[at] ?? 0);
    typeOf.push(e[at + 1] ?? -1);
    times.push(step === null ? null : (last += step));
  }
  return { studentId: s, namespace: n, expectedUnits: x, units: u, types: t, unitOf, typeOf, times };
}

/** Expected units that no event names, in alias order. */
export function skippedUnits({ expectedUnits, units }: StudentEvents): string[] {
  const seen = new Set(units);
  return [...new Set(expectedUnits)].filter((unit) => !seen.has(unit)).sort(compareUnits);
}
