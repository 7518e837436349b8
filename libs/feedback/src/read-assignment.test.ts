import { DomainError } from '@pressroom/kernel';
import { packStudents, unpackStudents } from './packed-students';
import { readAssignment } from './read-assignment';

function refusal(body: unknown): DomainError {
  try {
    readAssignment(body);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was taken');
}

const pointers = (body: unknown): string[] => refusal(body).flaws.map(({ pointer }) => pointer);
const student = (events: unknown, more: object = {}): object => ({ student_id: 's', events, ...more });

describe('an assignment', () => {
  it.each([
    ['no object', 'text', ['']],
    ['null', null, ['']],
    ['an empty array', [], ['']],
    ['no student_id', { events: [] }, ['/student_id']],
    ['a blank student_id', { student_id: ' \t', events: [] }, ['/student_id']],
    ['a student_id that is a number', { student_id: 7, events: [] }, ['/student_id']],
    ['a student_id with U+0000', { student_id: 'a\u0000', events: [] }, ['/student_id']],
    ['half a surrogate pair', { student_id: 'a\ud800', events: [] }, ['/student_id']],
    ['a long student_id', { student_id: 'x'.repeat(201), events: [] }, ['/student_id']],
    ['no events', { student_id: 's' }, ['/events']],
    ['events that are no array', student({}), ['/events']],
    ['an event that is no object', student([1]), ['/events/0']],
    ['a missing unit', student([{ unit: 1 }, {}]), ['/events/1/unit']],
    ['a blank unit', student([{ unit: '' }]), ['/events/0/unit']],
    [
      'a unit that is no text',
      student([{ unit: true }, { unit: null }]),
      ['/events/0/unit', '/events/1/unit'],
    ],
    ['a number that lost digits', student([{ unit: 2 ** 53 }]), ['/events/0/unit']],
    ['an unreadable time', student([{ unit: 1, created_time: 'x' }]), ['/events/0/created_time']],
    [
      'a time that is a number',
      student([{ unit: 1, created_time: 1_700_000_000 }]),
      ['/events/0/created_time'],
    ],
    ['a type that is no text', student([{ unit: 1, type: 1 }]), ['/events/0/type']],
    ['unknown fields', student([{ unit: 1, 'x~y/z': 1 }], { extra: 1 }), ['/extra', '/events/0/x~0y~1z']],
    ['an unreadable list of units', student([], { units: [1, ''] }), ['/units/1']],
    ['places in an array', [student([]), student([{}])], ['/1/events/0/unit']],
  ])('with %s is refused where it is wrong', (_what, body, expected) => {
    expect(pointers(body)).toEqual(expected);
  });

  it('is told all its faults at once, the first thousand by name', () => {
    const error = refusal(student(Array.from({ length: 1500 }, () => ({}))));
    expect(error.flaws).toHaveLength(1000);
    expect(error.detail).toBe('1500 places are wrong; the first 1000 are named');
  });

  it('may leave out what is optional, or say null', () => {
    const { students, single } = readAssignment(
      student([{ unit: 1, type: null, created_time: null }, { unit: 1 }], { namespace: null, units: null }),
    );
    expect(single).toBe(true);
    expect(students[0]).toMatchObject({ namespace: null, typeOf: [-1, -1], times: [null, null] });
  });

  it('is too large past 100,000 events over all students', () => {
    const half = student(Array.from({ length: 50_001 }, () => ({ unit: 1 })));
    expect(refusal([half, half])).toMatchObject({ fault: 'tooLarge', code: 'too_many_events' });
  });

  it('is the same after it was packed and unpacked', () => {
    const { students } = readAssignment([
      student(
        [
          { unit: 'b', type: 'x', created_time: '2024-01-02 00:00:00.000001Z' },
          { unit: 7 },
          { unit: 'b', created_time: '2024-01-01 00:00:00Z' },
        ],
        { namespace: 'n', units: [7, 8] },
      ),
      student([]),
    ]);
    expect(unpackStudents(packStudents(students))).toEqual(students);
  });
});
