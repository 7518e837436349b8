import { localTime, type Block, type CellValue, type Fact, type Table } from '@pressroom/document';
import { aliasOf, lateNightShare, transitionsOf, type StudentAnalysis } from '@pressroom/feedback';
import { column, counted, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { dateOf, listed } from './words';

/** A matrix of more questions than this can't be read. */
const MOST_MATRIX = 20;
const BATCH = 1000;

/** How the student moved, beat by beat, and every event: for those who teach. */
export function teacherBlocks(analysis: StudentAnalysis, timeZone: string): Block[] {
  if (analysis.sequence.length === 0) return [];
  return [
    { kind: 'heading', level: 3, text: 'Moves between questions' },
    ...sentences(analysis).map((text): Block => ({ kind: 'paragraph', text })),
    movesFacts(analysis, timeZone),
    ...matrix(analysis),
    eventsTable(analysis, timeZone),
  ];
}

function sentences({ moves, skipped }: StudentAnalysis): string[] {
  const { pingPongs, longestRun, firstPass, finalOrder } = moves;
  const pairs = pingPongs
    .slice(0, 3)
    .map(({ units: [one, two], turns }) => `${aliasOf(one)} and ${aliasOf(two)} (${turns} visits in turns)`);
  return [
    `First seen in the order ${listed(firstPass)}; last seen in the order ${listed(finalOrder)}.`,
    ...(longestRun === null
      ? []
      : [
          `The longest unbroken run is ${counted(longestRun.length, 'event')} on ${aliasOf(longestRun.unit)}.`,
        ]),
    ...(pairs.length === 0 ? [] : [`Went back and forth between ${pairs.join('; ')}.`]),
    ...(skipped.length === 0 ? [] : [`Expected, but without an event: ${skipped.join(', ')}.`]),
  ];
}

function movesFacts(analysis: StudentAnalysis, timeZone: string): Block {
  const { moves } = analysis;
  return {
    kind: 'facts',
    key: 'moves',
    facts: [
      { key: 'linearity', label: 'Moves to the next question', value: moves.linearity, format: SHARE },
      { key: 'backJumps', label: 'Moves back', value: moves.backJumps, format: INTEGER },
      ...rhythmFacts(analysis, timeZone),
    ],
  };
}

function rhythmFacts({ rhythm, student, timed }: StudentAnalysis, timeZone: string): Fact[] {
  if (rhythm === null) return [];
  const times = timed.map((event) => student.times[event] ?? 0);
  const hourOf = (at: Date): number => new Date(localTime(at, timeZone)).getUTCHours();
  const { eventsPerTenMinutes, firstActionDelay, lastMinuteShare } = rhythm;
  return [
    { key: 'pace', label: 'Events in 10 active minutes', value: eventsPerTenMinutes, format: ONE_DIGIT },
    { key: 'lastTenth', label: 'Events in the last tenth', value: lastMinuteShare, format: SHARE },
    {
      key: 'lateNight',
      label: 'Events from 23:00 to 05:00',
      value: lateNightShare(times, hourOf),
      format: SHARE,
      note: timeZone,
    },
    {
      key: 'firstAction',
      label: 'To the first save or submission',
      value: firstActionDelay,
      format: { kind: 'duration' },
    },
  ];
}

function matrix({ runs, units }: StudentAnalysis): Block[] {
  if (units.length < 2 || units.length > MOST_MATRIX) return [];
  const counts = new Map(transitionsOf(runs).map(({ from, to, count }) => [`${from} ${to}`, count]));
  const rows = units.map(({ unit: from }): CellValue[] => [
    aliasOf(from),
    ...units.map(({ unit: to }) => (from === to ? null : (counts.get(`${from} ${to}`) ?? 0))),
  ]);
  const keys = units.map(({ unit }) => `to_${aliasOf(unit).toLowerCase()}`);
  return [
    {
      kind: 'table',
      key: 'transitions',
      title: 'From row to column',
      columns: [
        column('from', 'From', TEXT, { width: 7 }),
        ...units.map(({ unit }, at) => column(keys[at] ?? '', aliasOf(unit), INTEGER, { width: 6 })),
      ],
      rows: [rows],
      tail: 'full',
      scales: [{ columns: keys, style: 'heat' }],
    },
  ];
}

function* eventRows({ order, student }: StudentAnalysis): Generator<CellValue[][]> {
  for (let from = 0; from < order.length; from += BATCH) {
    yield order.slice(from, from + BATCH).map((event, at): CellValue[] => {
      const unit = student.unitOf[event] ?? 0;
      const time = student.times[event] ?? null;
      const type = student.types[student.typeOf[event] ?? -1] ?? null;
      return [from + at + 1, event + 1, aliasOf(unit), student.units[unit] ?? '', type, time && dateOf(time)];
    });
  }
}

function eventsTable(analysis: StudentAnalysis, timeZone: string): Table {
  return {
    kind: 'table',
    key: 'events',
    title: 'Every event',
    columns: [
      column('step', 'Step', INTEGER, { width: 7 }),
      column('given', 'Given as', INTEGER, { width: 8 }),
      column('question', 'Question', TEXT, { width: 9 }),
      column('unit', 'Unit', TEXT, { width: 12 }),
      column('type', 'Type', TEXT, { width: 16 }),
      column('time', 'Time', { kind: 'instant', timeZone, seconds: true }),
    ],
    rows: eventRows(analysis),
    tail: 'first',
    expectedRows: analysis.order.length,
  };
}
