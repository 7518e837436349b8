import type { CellValue, Chart, Table } from '@pressroom/document';
import { aliasOf, type StudentAnalysis, type UnitFigures } from '@pressroom/feedback';
import { column, counted, INTEGER, SHARE, TEXT } from '../columns';
import { grouping } from './busiest-units';
import { dateOf } from './words';

const DURATION = { kind: 'duration' } as const;

/** Estimated time on each question, with its visits in the label. Null without times. */
export function timeChart(analysis: StudentAnalysis): Chart | null {
  const { units, task } = analysis;
  if (task === null || units.length < 2) return null;
  const { named, others, name } = grouping(analysis);
  const sum = (of: readonly number[], value: (unit: UnitFigures) => number): number =>
    of.reduce((total, unit) => total + value(units[unit] ?? EMPTY), 0);
  const bars = [...named.map((unit) => [unit]), ...(others.length > 0 ? [others] : [])];
  return {
    kind: 'chart',
    key: 'timeByQuestion',
    chart: 'bar',
    title: 'Active time by question (estimate)',
    categories: bars.map(
      (of) =>
        `${name(of[0] ?? 0)} (${counted(
          sum(of, ({ visits }) => visits),
          'visit',
        )})`,
    ),
    categoryFormat: TEXT,
    categoryTitle: 'Question',
    series: [
      { key: 'active', name: 'Active time', values: bars.map((of) => sum(of, ({ active }) => active ?? 0)) },
    ],
    valueFormat: DURATION,
    valueTitle: 'Active time',
  };
}

const EMPTY = { visits: 0, active: 0 } as UnitFigures;

/** One row a question: what was done on it, and how it ended. */
export function questionsTable({ units, student, task }: StudentAnalysis): Table {
  const timed = task !== null;
  const rows = units.map((figures): CellValue[] => [
    aliasOf(figures.unit),
    student.units[figures.unit] ?? '',
    figures.attempts,
    figures.saves,
    figures.submissions,
    figures.revisits,
    ...(timed ? [figures.active, figures.share] : []),
    figures.state,
  ]);
  return {
    kind: 'table',
    key: 'questions',
    title: 'Questions',
    columns: [
      column('question', 'Question', TEXT, { width: 9 }),
      column('unit', 'Unit', TEXT, { width: 12 }),
      column('attempts', 'Attempts', INTEGER),
      column('saves', 'Saves', INTEGER),
      column('submissions', 'Submissions', INTEGER),
      column('revisits', 'Revisits', INTEGER),
      ...(timed ? [column('active', 'Time spent', DURATION), column('share', 'Share', SHARE)] : []),
      column('state', 'State', TEXT, { width: 11 }),
    ],
    rows: [rows],
    tail: 'full',
    emptyText: 'No events.',
    ...(timed && { scales: [{ columns: ['share'], style: 'bar' as const }] }),
  };
}

/** When each question was worked on. Null without times. */
export function timesTable({ units, task }: StudentAnalysis, timeZone: string): Table | null {
  if (task === null) return null;
  const instant = { kind: 'instant', timeZone, seconds: true } as const;
  const rows = units.map((figures): CellValue[] => [
    aliasOf(figures.unit),
    figures.first === null ? null : dateOf(figures.first),
    figures.last === null ? null : dateOf(figures.last),
    figures.toFirstSubmission,
    figures.savesBeforeSubmission,
    figures.resubmissions,
    figures.sinceLastSave,
  ]);
  return {
    kind: 'table',
    key: 'questionTimes',
    title: 'First and last time',
    columns: [
      column('question', 'Question', TEXT, { width: 9 }),
      column('first', 'First', instant),
      column('last', 'Last', instant),
      column('toFirstSubmission', 'To first submission', DURATION),
      column('savesBeforeSubmission', 'Saves before it', INTEGER),
      column('resubmissions', 'Resubmissions', INTEGER),
      column('sinceLastSave', 'From last save to the end', DURATION),
    ],
    rows: [rows],
    tail: 'full',
  };
}
