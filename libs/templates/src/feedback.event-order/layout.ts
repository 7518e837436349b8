import type { ReportDocument, Section } from '@pressroom/document';
import {
  analyseStudent,
  classBands,
  eventCount,
  newestTime,
  type StudentAnalysis,
  type StudentEvents,
} from '@pressroom/feedback';
import { counted } from '../columns';
import type { ReportContext } from '../define-template';
import { overviewRow, overviewSection, type OverviewRow } from './overview-section';
import type { FeedbackParameters } from './parameters';
import { studentSection } from './student-section';
import { dateOf, windowOf } from './words';

export const NAME = 'feedback.event-order';
export const VERSION = '1';
export const TITLE = 'Student feedback';

/** Students are analysed one by one, as their pages are drawn. */
function* analyses(
  students: readonly StudentEvents[],
  asked: FeedbackParameters,
): Generator<StudentAnalysis> {
  for (const student of students) yield analyseStudent(student, asked);
}

function* sections(
  students: readonly StudentEvents[],
  asked: FeedbackParameters,
  { timeZone }: ReportContext,
): Generator<Section> {
  const bands = asked.cohort ? classBands(analyses(students, asked)) : null;
  const rows: OverviewRow[] = [];
  for (const analysis of analyses(students, asked)) {
    rows.push(overviewRow(analysis, rows.length));
    yield studentSection(analysis, {
      key: students.length === 1 ? 'student' : `student${rows.length}`,
      parameters: asked,
      timeZone,
      bands: bands?.get(analysis.student.namespace),
      endsPage: students.length > 1,
    });
  }
  if (rows.length > 1) yield overviewSection(rows);
}

function earliest(students: readonly StudentEvents[]): number | null {
  let first: number | null = null;
  for (const { times } of students)
    for (const at of times) if (at !== null && (first === null || at < first)) first = at;
  return first;
}

export function layout(
  students: readonly StudentEvents[],
  asked: FeedbackParameters,
  context: ReportContext,
): ReportDocument {
  const [start, end] = [earliest(students), newestTime(students)];
  const namespaces = [...new Set(students.flatMap(({ namespace }) => namespace ?? []))];
  return {
    title: TITLE,
    subtitle: 'The order in which the questions were worked on',
    language: 'en',
    timeZone: context.timeZone,
    asOf: end === null ? null : dateOf(end),
    opening: 'sections',
    facts: [
      ...(students.length > 1 ? [{ label: 'Students', value: counted(students.length, 'student') }] : []),
      ...(namespaces.length === 0 ? [] : [{ label: 'Namespace', value: namespaces.slice(0, 5).join(', ') }]),
      { label: 'Events', value: counted(eventCount(students), 'event') },
      ...(start === null || end === null
        ? []
        : [{ label: 'Window', value: windowOf(start, end, context.timeZone) }]),
      { label: 'Order of events', value: asked.order === 'given' ? 'as sent' : 'by time' },
      ...(start === null ? [] : [{ label: 'Pause', value: `a gap above ${asked.pauseMinutes} min` }]),
    ],
    sections: sections(students, asked, context),
    template: { name: NAME, version: VERSION },
  };
}
