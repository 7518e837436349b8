import type { ReportDocument } from '@pressroom/document';
import { readAssignment } from '@pressroom/feedback';
import { readDocument, type ReadDocument } from '../test-document';
import { eventOrderExample } from './example';
import { layout } from './layout';
import { parameters, type FeedbackParameters } from './parameters';

const CONTEXT = { ...eventOrderExample.context, timeZone: 'UTC' };
const SUBMISSION = '0190A1B2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

interface Given {
  unit: string | number;
  type?: string;
  created_time?: string;
}

function documentOf(body: unknown, choices: Partial<FeedbackParameters> = {}): ReportDocument {
  const asked = parameters.parse({ submissionId: SUBMISSION, ...choices });
  return layout(readAssignment(body).students, asked, CONTEXT);
}

const read = (body: unknown, choices: Partial<FeedbackParameters> = {}): Promise<ReadDocument> =>
  readDocument(documentOf(body, choices));

/** An event a minute; `save` unless told otherwise. */
function evening(units: readonly (string | number)[], type = 'saved_code'): Given[] {
  return units.map((unit, minute) => ({
    unit,
    type,
    created_time: new Date(Date.UTC(2024, 6, 21, 9, minute)).toISOString(),
  }));
}

const student = (events: readonly Given[], id = 's'): object => ({ student_id: id, events });

describe('the student feedback', () => {
  it('begins with the two lines that other programs read', async () => {
    const { sections, texts } = await read(student(evening([10, 10, 9])));
    expect(sections).toEqual(['Student ID: s']);
    expect(texts.slice(0, 3)).toEqual([
      'Event Order: Q2 -> Q2 -> Q1',
      'Runs: Q2 × 2, Q1 × 1',
      'The events stand in the order in which they were sent.',
    ]);
    expect(documentOf(student([])).opening).toBe('sections');
  });

  it('says which order it used when the two differ', async () => {
    const events = evening([1, 2]).reverse();
    const [given, time] = [await read(student(events)), await read(student(events), { order: 'time' })];
    expect([given.texts[0], time.texts[0]]).toEqual(['Event Order: Q2 -> Q1', 'Event Order: Q1 -> Q2']);
    expect(given.texts[2]).toContain('sent. Sorted by their times, they would stand in another order.');
    expect(time.texts[2]).toContain('of their times; ties keep the order given. As given, they stand');
  });

  it('carries the time of the newest event as its as-of, and none without times', () => {
    expect(documentOf(student(evening([1, 2]))).asOf).toEqual(new Date('2024-07-21T09:01:00Z'));
    expect(documentOf(student([{ unit: 1 }])).asOf).toBeNull();
  });

  it('leaves the time parts out when no event carries a time', async () => {
    const { tables, charts, facts, texts } = await read(student([{ unit: 1 }, { unit: 2 }]));
    expect([...tables.keys()]).toEqual(['questions', 'findings']);
    expect(tables.get('questions')?.headers).not.toContain('Time spent');
    expect([...charts.keys()]).toEqual(['steps']);
    expect([...facts.keys()]).toEqual(['events', 'questions', 'submissions']);
    expect(texts.at(-1)).toContain('No event carries a time');
  });

  it('says so of a student without events, and still has the line', async () => {
    const { texts } = await read(student([]));
    expect(texts).toEqual(['Event Order: ', 'No events were sent for this student.']);
  });

  it('makes at most three suggestions, in neutral words', async () => {
    const stuck = [1, 2, 3, 4, 5].flatMap((unit) => Array.from({ length: 8 }, () => unit));
    const { texts, tables } = await read(
      student([
        ...evening([...stuck, ...Array.from({ length: 60 }, () => 6)]),
        ...evening([1], 'submission'),
      ]),
    );
    const advice = texts.slice(texts.indexOf('Where next'));
    expect(tables.get('findings')?.rows.length).toBeGreaterThan(4);
    expect(texts).toContain('You saved Q6 60 times and did not submit it: submit early drafts.');
    expect(advice.filter((text) => /^(You|Q\d)/.test(text)).length).toBeLessThanOrEqual(3);
    expect(texts.join(' ')).not.toMatch(/fail|poor|bad|worse|rank/i);
  });
});

describe('the pictures', () => {
  it('name sixty questions, and past that the thirty with the most time', async () => {
    const of = async (count: number): Promise<string[]> => {
      const events = evening(Array.from({ length: count * 2 }, (_, at) => Math.floor(at / 2)));
      const marks = (await read(student(events))).charts.get('timeline')?.marks ?? [];
      return [...new Set(marks.map(({ lane }) => lane))].filter((lane) => lane !== '');
    };
    expect(await of(60)).toHaveLength(60);
    const lanes = await of(61);
    expect(lanes).toHaveLength(31);
    expect(lanes.at(-1)).toBe('31 others');
  });

  it('stand in alias order, whatever came first', async () => {
    const marks = (await read(student(evening([3, 1, 2])))).charts.get('timeline')?.marks ?? [];
    expect([...new Set(marks.map(({ lane }) => lane))]).toEqual(['Q1', 'Q2', 'Q3']);
  });

  it('cut pauses short when idle time would fill the picture', async () => {
    const [early, late] = [evening([1, 1, 2]), evening([2, 2])];
    const nextDay = late.map((event) => ({
      ...event,
      created_time: (event.created_time ?? '').replace('-21', '-22'),
    }));
    const chart = (await read(student([...early, ...nextDay]))).charts.get('timeline');
    expect(chart?.categoryTitle).toBe('Time since the first event, pauses shown as 10 min');
    expect(Math.max(...(chart?.marks ?? []).map(({ to, from }) => to ?? from))).toBeLessThan(20 * 60);
    expect(chart?.marks?.filter(({ shape }) => shape === 'band')).toEqual([
      { lane: '', shape: 'band', from: 120, to: 720, label: 'pause' },
    ]);
  });

  it('show so many steps at most when there are no times', async () => {
    const { charts } = await read(student(Array.from({ length: 5001 }, (_, unit) => ({ unit: unit % 7 }))));
    expect(charts.get('steps')?.categories.length).toBeLessThanOrEqual(500);
    expect(charts.get('steps')?.categoryTitle).toBe('Event (every 11th is shown)');
  });
});

describe('several students', () => {
  const many = Array.from({ length: 12 }, (_, at) =>
    student(evening(Array.from({ length: at + 1 }, (_, unit) => unit)), `student ${at}`),
  );

  it('have a section each, in the order given, and a table of all at the end', async () => {
    const { sections, tables } = await read(many);
    expect(sections).toEqual([...many.map((_, at) => `Student ID: student ${at}`), 'All students']);
    expect(tables.get('students')?.rows).toHaveLength(12);
  });

  it('stand beside their class only when asked, and only in a class of ten', async () => {
    expect((await read(many)).tables.has('classBand')).toBe(false);
    expect((await read(many, { cohort: true })).tables.get('classBand')?.rows[0]).toEqual([
      'Events',
      '12',
      '3.75',
      '6.5',
      '9.25',
      12,
    ]);
    expect((await read(many.slice(3), { cohort: true })).tables.has('classBand')).toBe(false);
  });
});

it('tells teachers the moves and every event', async () => {
  const { tables, texts } = await read(
    { student_id: 's', units: [1, 2, 3, 4], events: evening([2, 1, 2, 1, 3]) },
    { detail: 'teacher' },
  );
  expect(texts).toContain('Went back and forth between Q1 and Q2 (4 visits in turns).');
  expect(texts).toContain('Expected, but without an event: 4.');
  expect(tables.get('transitions')?.rows).toEqual([
    ['Q1', null, 1, 1],
    ['Q2', 2, null, 0],
    ['Q3', 0, 0, null],
  ]);
  expect(tables.get('events')?.rows[0]).toEqual([
    1,
    1,
    'Q2',
    '2',
    'saved_code',
    new Date('2024-07-21T09:00:00Z'),
  ]);
});
