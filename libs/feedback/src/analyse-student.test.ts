import { analyseStudent, type AnalysisOptions, type StudentAnalysis } from './analyse-student';
import { classBands } from './class-bands';
import type { FlagRule } from './flags';
import { readAssignment } from './read-assignment';
import { lateNightShare } from './rhythm';
import { transitionsOf } from './sequence-figures';

/** `save 1 @0`: kind, unit, minutes since nine o'clock (left out: no time). */
function analysis(
  script: string,
  options: Partial<AnalysisOptions> = {},
  more: object = {},
): StudentAnalysis {
  const events = script
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, type = '', unit = '', minute] = /^(\w+) (\S+?)(?: @(\S+))?$/.exec(part) ?? [];
      const at = new Date(Date.UTC(2024, 6, 21, 9) + Number(minute) * 60_000);
      return { type, unit, created_time: minute === undefined ? null : at.toISOString() };
    });
  const [student] = readAssignment({ student_id: 's', events, ...more }).students;
  if (student === undefined) throw new Error('no student');
  return analyseStudent(student, { order: 'given', pauseMinutes: 10, ...options });
}

const rulesOf = ({ flags }: StudentAnalysis): FlagRule[] => flags.map(({ rule }) => rule);

describe('the figures of a question', () => {
  it('count attempts, saves, submissions, visits and what came before and after', () => {
    const [first, second] = analysis(
      'save 1 @0, save 1 @1, submission 1 @2, save 2 @3, save 1 @4, submission 1 @5, opened 2 @6',
    ).units;
    expect(first).toMatchObject({
      attempts: 5,
      saves: 3,
      submissions: 2,
      visits: 2,
      revisits: 1,
      visitsAfterSubmission: 1,
      savesBeforeSubmission: 2,
      resubmissions: 1,
      state: 'submitted',
      toFirstSubmission: 120,
      sinceLastSave: 120,
      // Gaps of a minute after each of its five events.
      active: 300,
    });
    expect(second).toMatchObject({ attempts: 2, saves: 1, state: 'saved only', savesBeforeSubmission: null });
    expect(second?.share).toBeCloseTo(2 / 7, 9);
  });

  it('know what was only opened, and other words for the same', () => {
    const { units } = analysis('experienced 1, Saved_Code 2, draft 2, submitted_code 3, passed 4');
    expect(units.map(({ state }) => state)).toEqual(['opened', 'saved only', 'submitted', 'opened']);
  });

  it('leave time out, and do not say zero, when no event carries one', () => {
    const { task, rhythm, units } = analysis('save 1, save 2');
    expect([task, rhythm]).toEqual([null, null]);
    expect(units[0]).toMatchObject({ active: null, share: null, first: null, toFirstSubmission: null });
  });

  it('say which orders differ', () => {
    expect(analysis('save 1 @0, save 2 @1, save 3').ordersDiffer).toBe(false);
    expect(analysis('save 1 @1, save 2 @0').ordersDiffer).toBe(true);
    expect(analysis('save 3, save 1 @0').ordersDiffer).toBe(true);
  });
});

describe('the moves', () => {
  it('tell next, back, back and forth, first and last', () => {
    const { moves, runs } = analysis('a 1, a 2, a 1, a 2, a 1, a 3, a 3, a 2');
    expect(moves).toMatchObject({
      moves: 6,
      backJumps: 3,
      pingPongs: [{ units: [0, 1], turns: 5 }],
      longestRun: { unit: 2, length: 2 },
      firstPass: [0, 1, 2],
      finalOrder: [0, 2, 1],
    });
    expect(moves.linearity).toBeCloseTo(2 / 6, 9);
    expect(transitionsOf(runs)).toEqual([
      { from: 0, to: 1, count: 2 },
      { from: 0, to: 2, count: 1 },
      { from: 1, to: 0, count: 2 },
      { from: 2, to: 1, count: 1 },
    ]);
  });

  it('need four turns to be back and forth', () => {
    expect(analysis('a 1, a 2, a 1, a 3').moves.pingPongs).toEqual([]);
  });

  it('name expected units that were never seen', () => {
    expect(analysis('a 2', {}, { units: [10, 2, 9, 9] }).skipped).toEqual(['9', '10']);
  });
});

describe('the flags', () => {
  it.each<[string, string, { rule: FlagRule; unit: number | null; value: number }[]]>([
    ['four saves without a submission', 'save 1, save 1, save 1, save 1', []],
    [
      'five saves without a submission',
      'save 1, save 1, save 1, save 1, save 1',
      [{ rule: 'many_saves_no_submit', unit: 0, value: 5 }],
    ],
    [
      'a submission without a save before it',
      'submission 1, save 1',
      [{ rule: 'submit_without_save', unit: 0, value: 1 }],
    ],
    [
      'a visit after a submission',
      'save 1, submission 1, save 2, save 1',
      [{ rule: 'revisited_after_submit', unit: 0, value: 1 }],
    ],
    [
      'one question that takes more than three times the median',
      'save 1 @0, save 2 @1, save 3 @2, save 3 @10, save 4 @10.5',
      [{ rule: 'long_single_unit', unit: 2, value: 510 }],
    ],
    [
      'a rush at the end',
      `save 1 @0, save 1 @4, save 1 @8, submission 1 @10, ${Array.from({ length: 6 }, () => 'view 1 @10').join(', ')}`,
      [
        { rule: 'rush_end', unit: null, value: 0.7 },
        { rule: 'duplicate_events', unit: null, value: 5 },
      ],
    ],
    [
      'a gap above half an hour',
      'save 1 @0, submission 1 @31',
      [{ rule: 'inactive_gap', unit: null, value: 1860 }],
    ],
    [
      'events given after later ones',
      'save 1 @5, save 1 @3, save 1 @4, submission 1 @1',
      [{ rule: 'time_disorder', unit: null, value: 2 }],
    ],
    [
      'one event twice',
      'save 1 @1, save 1 @1, view 1 @1, submission 1 @2',
      [{ rule: 'duplicate_events', unit: null, value: 1 }],
    ],
  ])('name %s', (_what, script, expected) => {
    expect(analysis(script).flags).toMatchObject(expected);
    expect(rulesOf(analysis(script))).toEqual(expected.map(({ rule }) => rule));
  });

  it('are none where nothing stands out', () => {
    expect(analysis('save 1 @0, submission 1 @1, save 2 @2, submission 2 @3').flags).toEqual([]);
    expect(analysis('').flags).toEqual([]);
  });
});

it('counts the events of the night where the student is', () => {
  const hour = (at: Date): number => (at.getUTCHours() + 22) % 24;
  const times = [0, 1, 2, 7].map((at) => Date.UTC(2024, 6, 21, at) * 1000);
  expect(lateNightShare(times, hour)).toBe(0.5);
  expect(lateNightShare([], hour)).toBeNull();
});

describe('the class', () => {
  const students = Array.from({ length: 10 }, (_, at) =>
    analysis(Array.from({ length: at + 1 }, () => 'save 1').join(', '), {}, { namespace: 'n' }),
  );

  it('is told in quartiles from ten students on', () => {
    expect(classBands(students).get('n')?.get('events')).toEqual({
      students: 10,
      lower: 3.25,
      median: 5.5,
      upper: 7.75,
    });
    expect(classBands(students).get('n')?.has('active')).toBe(false);
    expect(classBands(students.slice(1)).get('n')?.size).toBe(0);
  });
});
