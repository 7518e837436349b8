import { textFault } from '@pressroom/kernel';
import { readEventTime, type Micros } from './event-time';
import { Flaws, LONGEST_NAME, refuseTooMany } from './read-assignment';
import { lastSegment, objectAt, textAt } from './read-json';
import { EventGatherer, type StudentEvents } from './student-events';

/** One foreign event in the words of this house. */
interface Statement {
  studentId: string;
  namespace: string | null;
  unit: string;
  type: string | null;
  at: Micros | null;
}

/** Addresses of verbs whose last segment would say something else than the platform's own words. */
const VERBS: ReadonlyMap<string, string> = new Map([
  ['http://id.tincanapi.com/verb/saved', 'saved_code'],
  ['http://activitystrea.ms/schema/1.0/save', 'saved_code'],
  ['http://activitystrea.ms/schema/1.0/submit', 'submission'],
  ['http://adlnet.gov/expapi/verbs/answered', 'submission'],
  ['http://adlnet.gov/expapi/verbs/interacted', 'saved_code'],
]);

const CALIPER_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['saved', 'saved_code'],
  ['submitted', 'submission'],
]);

/** Reads foreign events one by one: each names its student, so they are gathered by student and namespace. */
class StatementReader {
  private readonly flaws = new Flaws();
  private readonly groups = new Map<string, { of: Statement; gatherer: EventGatherer }>();

  constructor(private readonly places: Places) {}

  add(given: unknown, at: string): void {
    const { student, unit } = this.places;
    const statement: Statement = {
      studentId: this.required(student(given), at, this.places.studentAt),
      namespace: this.short(this.places.namespace(given), at, this.places.namespaceAt),
      unit: this.required(unit(given), at, this.places.unitAt),
      type: this.short(this.places.type(given), at, this.places.typeAt),
      at: this.time(textAt(given, this.places.timeAt), at),
    };
    const key = JSON.stringify([statement.studentId, statement.namespace]);
    const group = this.groups.get(key) ?? { of: statement, gatherer: new EventGatherer() };
    this.groups.set(key, group);
    group.gatherer.add(statement);
  }

  private required(text: string | null, at: string, place: string): string {
    if (text === null) this.flaws.add(`${at}${place}`, 'is missing');
    return this.short(text, at, place) ?? '';
  }

  private short(text: string | null, at: string, place: string): string | null {
    if (text === null) return null;
    const fault =
      text.length > LONGEST_NAME ? `must have at most ${LONGEST_NAME} characters` : textFault(text);
    if (fault !== null) this.flaws.add(`${at}${place}`, fault);
    return text;
  }

  private time(text: string | null, at: string): Micros | null {
    if (text === null) return null;
    const time = readEventTime(cutNanoseconds(text));
    if (time === null) this.flaws.add(`${at}/${this.places.timeAt}`, 'must be a time with its offset');
    return time;
  }

  /** @throws DomainError `invalid` */
  students(): StudentEvents[] {
    if (this.groups.size === 0) this.flaws.add('', 'must hold at least one event');
    this.flaws.throwAny();
    return [...this.groups.values()].map(({ of, gatherer }) =>
      gatherer.student({ studentId: of.studentId, namespace: of.namespace }),
    );
  }
}

/** Some clocks write more decimals than a microsecond has. */
const cutNanoseconds = (text: string): string => text.replace(/(\.\d{6})\d+/, '$1');

/** Where a vocabulary keeps what a report needs, and how a flaw there is pointed at. */
interface Places {
  student: (given: unknown) => string | null;
  studentAt: string;
  namespace: (given: unknown) => string | null;
  namespaceAt: string;
  unit: (given: unknown) => string | null;
  unitAt: string;
  type: (given: unknown) => string | null;
  typeAt: string;
  timeAt: string;
}

/** xAPI 1.0.3: the account's name (else mbox or the actor's name), object.id, verb.id, timestamp, context.registration. */
const XAPI: Places = {
  student: (given) =>
    textAt(given, 'actor', 'account', 'name') ??
    textAt(given, 'actor', 'mbox') ??
    textAt(given, 'actor', 'mbox_sha1sum') ??
    textAt(given, 'actor', 'openid') ??
    textAt(given, 'actor', 'name'),
  studentAt: '/actor/account/name',
  namespace: (given) => textAt(given, 'context', 'registration'),
  namespaceAt: '/context/registration',
  unit: (given) => textAt(given, 'object', 'id'),
  unitAt: '/object/id',
  type: (given) => {
    const verb = textAt(given, 'verb', 'id');
    return verb === null ? null : (VERBS.get(verb) ?? lastSegment(verb));
  },
  typeAt: '/verb/id',
  timeAt: 'timestamp',
};

/** Caliper 1.1 and 1.2: entities are objects with an id, or the id alone. */
const CALIPER: Places = {
  student: (given) => idAt(given, 'actor'),
  studentAt: '/actor/id',
  namespace: (given) => idAt(given, 'group'),
  namespaceAt: '/group/id',
  unit: (given) => idAt(given, 'object'),
  unitAt: '/object/id',
  type: (given) => {
    const action = textAt(given, 'action');
    if (action === null) return null;
    const word = lastSegment(action);
    return CALIPER_ACTIONS.get(word.toLowerCase()) ?? word;
  },
  typeAt: '/action',
  timeAt: 'eventTime',
};

function idAt(given: unknown, field: string): string | null {
  const text = textAt(given, field) ?? textAt(given, field, 'id');
  return text === null ? null : text;
}

/**
 * xAPI statements: one, an array, or `{statements: [...]}`.
 * @throws DomainError `invalid` with a JSON Pointer for each wrong place, `tooLarge`
 */
export function readXapi(body: unknown): StudentEvents[] {
  const wrapped = objectAt(body)?.['statements'];
  if (Array.isArray(wrapped)) return readAll(wrapped, '/statements', XAPI);
  return Array.isArray(body) ? readAll(body, '', XAPI) : readAll([body], null, XAPI);
}

/**
 * A Caliper envelope `{sensor, sendTime, dataVersion, data: [...]}`. Entities that are described beside the events are
 * passed over: only what has an action happened.
 * @throws DomainError `invalid` with a JSON Pointer for each wrong place, `tooLarge`
 */
export function readCaliper(body: unknown): StudentEvents[] {
  const data = objectAt(body)?.['data'];
  if (!Array.isArray(data)) {
    const flaws = new Flaws();
    flaws.add('/data', 'must be an array of events');
    flaws.throwAny();
    return [];
  }
  return readAll(data, '/data', CALIPER, (given) => textAt(given, 'action') !== null || !isEntity(given));
}

const isEntity = (given: unknown): boolean =>
  textAt(given, 'id') !== null && textAt(given, 'eventTime') === null && objectAt(given, 'actor') === null;

function readAll(
  given: readonly unknown[],
  base: string | null,
  places: Places,
  wanted: (given: unknown) => boolean = () => true,
): StudentEvents[] {
  refuseTooMany(0, given.length);
  const reader = new StatementReader(places);
  given.forEach((each, at) => {
    if (wanted(each)) reader.add(each, base === null ? '' : `${base}/${at}`);
  });
  const students = reader.students();
  refuseTooMany(students.length, 0);
  return students;
}
