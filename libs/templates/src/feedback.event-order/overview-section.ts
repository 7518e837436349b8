import type { CellValue, Section } from '@pressroom/document';
import { measureOf, type StudentAnalysis } from '@pressroom/feedback';
import { column, INTEGER, TEXT } from '../columns';

/** A row of the overview; small, so that thousands of analyses need not be kept for it. */
export type OverviewRow = readonly CellValue[];

export function overviewRow(analysis: StudentAnalysis, at: number): OverviewRow {
  const { student, units, task, runs } = analysis;
  return [
    at + 1,
    student.studentId,
    student.namespace,
    measureOf(analysis, 'events'),
    units.length,
    measureOf(analysis, 'submissions'),
    measureOf(analysis, 'revisits'),
    runs.length,
    task?.active ?? null,
    task?.sessions.length ?? null,
  ];
}

/** All students of a submission in one table, in the order given and without ranks. */
export function overviewSection(rows: readonly OverviewRow[]): Section {
  return {
    key: 'overview',
    title: 'All students',
    blocks: [
      {
        kind: 'table',
        key: 'students',
        title: 'All students',
        columns: [
          column('number', 'No.', INTEGER, { width: 5 }),
          column('student', 'Student ID', { kind: 'id' }, { width: 34 }),
          column('namespace', 'Namespace', TEXT, { width: 14 }),
          column('events', 'Events', INTEGER),
          column('questions', 'Questions', INTEGER),
          column('submissions', 'Submissions', INTEGER),
          column('revisits', 'Revisits', INTEGER),
          column('runs', 'Runs', INTEGER),
          column('active', 'Active time', { kind: 'duration' }),
          column('sessions', 'Sessions', INTEGER),
        ],
        rows: [rows],
        tail: 'full',
      },
    ],
  };
}
