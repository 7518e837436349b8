import fc from 'fast-check';
import { readingOrder, orderLine, runsOf, type EventOrder } from './event-order';
import { readAssignment } from './read-assignment';
import { compareUnits } from './unit-order';

interface Given {
  unit: string | number;
  created_time?: string | null;
}

function lineOf(events: readonly Given[], order: EventOrder = 'given'): string {
  const [student] = readAssignment({ student_id: 's', events }).students;
  if (student === undefined) throw new Error('no student');
  return orderLine(readingOrder(student, order).map((event) => student.unitOf[event] ?? -1));
}

const units = (...names: (string | number)[]): Given[] => names.map((unit) => ({ unit }));

describe('the aliases', () => {
  it.each([
    ['9 comes before 10', ['10', '9'], 'Q2 -> Q1'],
    ['"17" and 17 are one', ['17', 17, '17'], 'Q1 -> Q1 -> Q1'],
    ['a number and its text with blanks around are one', [5, ' 5 '], 'Q1 -> Q1'],
    ['007 is not 7, and comes after it', ['007', '7'], 'Q2 -> Q1'],
    ['negative numbers come first, the lowest before the others', [0, -1, '-10'], 'Q3 -> Q2 -> Q1'],
    ['numbers longer than a float come by value', ['90071992547409930', '90071992547409929'], 'Q2 -> Q1'],
    ['whole numbers come before all others', ['a', '1.5', '100'], 'Q3 -> Q2 -> Q1'],
    ['others come naturally', ['task 10', 'task 9', 'Task 11', 'task'], 'Q3 -> Q2 -> Q4 -> Q1'],
    ['letter case only decides ties', ['b', 'A', 'a'], 'Q3 -> Q1 -> Q2'],
    ['versions come piece by piece', ['1.10', '1.9', '1.9.1'], 'Q3 -> Q1 -> Q2'],
    ['letters beyond the basic plane come by code point', ['𝒜', '｡'], 'Q2 -> Q1'],
    ['no events give an empty line', [], ''],
  ])('%s', (_rule, names, line) => {
    expect(lineOf(units(...names))).toBe(line);
  });

  it('are a total order: two different units never share a place', () => {
    const unit = fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^-?[0-9a-c .]{1,5}$/));
    fc.assert(
      fc.property(unit, unit, unit, (a, b, c) => {
        expect(Math.sign(compareUnits(a, b))).toBe(-Math.sign(compareUnits(b, a)) + 0);
        if (a !== b) expect(compareUnits(a, b)).not.toBe(0);
        if (compareUnits(a, b) < 0 && compareUnits(b, c) < 0) expect(compareUnits(a, c)).toBeLessThan(0);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('do not depend on the order of the events', () => {
    expect(lineOf(units('x', 2, 1))).toBe('Q3 -> Q2 -> Q1');
    expect(lineOf(units(1, 2, 'x'))).toBe('Q1 -> Q2 -> Q3');
  });
});

describe('the order by time', () => {
  const at = (unit: number, time: string | null): Given => ({ unit, created_time: time });

  it.each([
    ['sorts by time', [at(1, '2024-01-01 00:00:02Z'), at(2, '2024-01-01 00:00:01Z')], 'Q2 -> Q1'],
    [
      'keeps the given order in ties, whatever the offset they are written in',
      [at(3, '2024-01-01 01:00:00+01:00'), at(2, '2024-01-01 00:00:00Z'), at(1, '2023-12-31 19:00:00-05:00')],
      'Q3 -> Q2 -> Q1',
    ],
    [
      'tells microseconds apart',
      [at(1, '2024-01-01 00:00:00.000002Z'), at(2, '2024-01-01 00:00:00.000001Z')],
      'Q2 -> Q1',
    ],
    [
      'puts events without a time at the end, in the given order',
      [at(4, null), at(2, '2024-01-01 00:00:09Z'), at(3, null), at(1, '2024-01-01 00:00:01Z')],
      'Q1 -> Q2 -> Q4 -> Q3',
    ],
  ])('%s', (_rule, events, line) => {
    expect(lineOf(events, 'time')).toBe(line);
  });
});

it('counts neighbours of one unit as one run', () => {
  expect(runsOf([0, 0, 2, 0, 0, 0])).toEqual([
    { unit: 0, length: 2 },
    { unit: 2, length: 1 },
    { unit: 0, length: 3 },
  ]);
});
