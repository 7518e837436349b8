import { DomainError, type Flaw, textFault } from '@pressroom/kernel';
import { readEventTime } from './event-time';
import { EventGatherer, type StudentEvents } from './student-events';

export const MOST_EVENTS = 100_000;
export const MOST_STUDENTS = 5000;
export const LONGEST_NAME = 200;
/** Flaws named in one answer: an answer must stay smaller than its question. */
const MOST_FLAWS = 1000;

const STUDENT_FIELDS = new Set(['student_id', 'namespace', 'events', 'units']);
const EVENT_FIELDS = new Set(['unit', 'type', 'created_time']);

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (field: string): string => field.replaceAll('~', '~0').replaceAll('/', '~1');

/** Wrong places, gathered to be named all at once. */
export class Flaws {
  private readonly found: Flaw[] = [];
  private count = 0;

  add(pointer: string, detail: string): void {
    this.count += 1;
    if (this.found.length < MOST_FLAWS) this.found.push({ pointer, detail });
  }

  /** @throws DomainError `invalid` when there is any */
  throwAny(): void {
    const first = this.found[0];
    if (first === undefined) return;
    const more = this.count > MOST_FLAWS ? `; the first ${MOST_FLAWS} are named` : '';
    const detail =
      this.count === 1 ? `${first.pointer} ${first.detail}` : `${this.count} places are wrong${more}`;
    throw new DomainError('invalid', 'invalid_input', { detail, flaws: this.found });
  }
}

/** One object or an array of them, as sent to the assignment doors, checked by hand: 100,000 events in milliseconds. */
class AssignmentReader {
  constructor(private readonly flaws: Flaws) {}

  student(given: unknown, at: string): StudentEvents | null {
    if (!isObject(given)) {
      this.flaws.add(at, 'must be an object with student_id and events');
      return null;
    }
    for (const field in given)
      if (!STUDENT_FIELDS.has(field)) this.flaws.add(`${at}/${escaped(field)}`, 'is not a known field');
    const studentId = this.name(given['student_id'], `${at}/student_id`);
    const namespace = this.optional(given['namespace'], `${at}/namespace`);
    const expectedUnits = this.units(given['units'], `${at}/units`);
    const gatherer = this.events(given['events'], `${at}/events`);
    return gatherer.student({ studentId: studentId ?? '', namespace, expectedUnits });
  }

  private events(given: unknown, at: string): EventGatherer {
    const gatherer = new EventGatherer();
    if (!Array.isArray(given)) {
      this.flaws.add(at, given === undefined ? 'is missing' : 'must be an array');
      return gatherer;
    }
    const events: readonly unknown[] = given;
    for (let index = 0; index < events.length; index += 1) this.event(events[index], at, index, gatherer);
    return gatherer;
  }

  /** The pointer is only written out for what is wrong. */
  private event(given: unknown, at: string, index: number, gatherer: EventGatherer): void {
    if (!isObject(given)) {
      this.flaws.add(`${at}/${index}`, 'must be an object');
      return;
    }
    for (const field in given)
      if (!EVENT_FIELDS.has(field))
        this.flaws.add(`${at}/${index}/${escaped(field)}`, 'is not a known field');
    const unit = unitOf(given['unit']);
    if (unit.fault !== null) this.flaws.add(`${at}/${index}/unit`, unit.fault);
    const type = textOf(given['type'], true);
    if (type.fault !== null) this.flaws.add(`${at}/${index}/type`, type.fault);
    const time = timeOf(given['created_time']);
    if (time === undefined)
      this.flaws.add(
        `${at}/${index}/created_time`,
        'must be a time with its offset, such as 2024-07-21 03:04:55.939000+00:00',
      );
    gatherer.add({ unit: unit.text, type: type.text === '' ? null : type.text, at: time ?? null });
  }

  private units(given: unknown, at: string): string[] {
    if (given === undefined || given === null) return [];
    if (!Array.isArray(given)) {
      this.flaws.add(at, 'must be an array of units');
      return [];
    }
    return given.map((each: unknown, index) => {
      const { text, fault } = unitOf(each);
      if (fault !== null) this.flaws.add(`${at}/${index}`, fault);
      return text;
    });
  }

  private name(given: unknown, at: string): string | null {
    const { text, fault } = textOf(given, false);
    if (fault === null) return text;
    this.flaws.add(at, fault);
    return null;
  }

  private optional(given: unknown, at: string): string | null {
    const { text, fault } = textOf(given, true);
    if (fault !== null) this.flaws.add(at, fault);
    return text === '' ? null : text;
  }
}

interface ReadText {
  text: string;
  fault: string | null;
}

const wrong = (fault: string): ReadText => ({ text: '', fault });

function textOf(given: unknown, optional: boolean): ReadText {
  if (given === undefined || given === null)
    return optional ? { text: '', fault: null } : wrong(given === null ? 'must be text' : 'is missing');
  if (typeof given !== 'string') return wrong('must be text');
  const text = given.trim();
  if (text === '') return optional ? { text, fault: null } : wrong('must not be blank');
  if (text.length > LONGEST_NAME) return wrong(`must have at most ${LONGEST_NAME} characters`);
  return { text, fault: textFault(text) };
}

/** `"17"` and `17` are one unit. */
function unitOf(given: unknown): ReadText {
  if (typeof given !== 'number') {
    const read = textOf(given, false);
    return read.fault === 'must be text' ? wrong('must be text or a number') : read;
  }
  if (Number.isInteger(given) && !Number.isSafeInteger(given))
    return wrong('is too large for a number: send it as text');
  return { text: String(given === 0 ? 0 : given), fault: null };
}

/** Undefined: unreadable. */
function timeOf(given: unknown): number | null | undefined {
  if (given === undefined || given === null) return null;
  return typeof given === 'string' ? (readEventTime(given) ?? undefined) : undefined;
}

/** @throws DomainError `tooLarge` past 100,000 events or 5,000 students */
export function refuseTooMany(students: number, events: number): void {
  if (students > MOST_STUDENTS)
    throw new DomainError('tooLarge', 'too_many_students', {
      detail: `at most ${MOST_STUDENTS} students a request`,
    });
  if (events > MOST_EVENTS)
    throw new DomainError('tooLarge', 'too_many_events', {
      detail: `at most ${MOST_EVENTS} events a request`,
    });
}

/**
 * Reads the body of an assignment door: one object, or an array of at least one.
 * @throws DomainError `invalid` with a JSON Pointer for each wrong place, `tooLarge`
 */
export function readAssignment(body: unknown): { students: StudentEvents[]; single: boolean } {
  const flaws = new Flaws();
  const single = !Array.isArray(body);
  const given: readonly unknown[] = single ? [body] : body;
  if (given.length === 0) flaws.add('', 'must name at least one student');
  refuseTooMany(
    given.length,
    given.reduce((sum: number, each) => sum + countOf(each), 0),
  );
  const reader = new AssignmentReader(flaws);
  const students = given.flatMap((each, at) => reader.student(each, single ? '' : `/${at}`) ?? []);
  flaws.throwAny();
  return { students, single };
}

function countOf(given: unknown): number {
  if (!isObject(given)) return 0;
  return Array.isArray(given['events']) ? given['events'].length : 0;
}
