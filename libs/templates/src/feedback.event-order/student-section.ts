import type { Block, Section } from '@pressroom/document';
import type { ClassBands, StudentAnalysis } from '@pressroom/feedback';
import { classTable } from './class-block';
import { figuresBlock, summaryBlock } from './figures-block';
import { findingsTable, suggestionBlocks } from './findings';
import { methodNote } from './method-note';
import { orderBlock, sequenceBlocks } from './order-blocks';
import type { FeedbackParameters } from './parameters';
import { questionsTable, timeChart, timesTable } from './questions';
import { teacherBlocks } from './teacher-blocks';
import { stepsChart, timelineChart } from './timeline-chart';

export interface StudentPage {
  key: string;
  parameters: FeedbackParameters;
  timeZone: string;
  /** Undefined when the class was not asked for. */
  bands: ClassBands | undefined;
  /** Whether what follows begins on a page of its own, so that no page shows two students. */
  endsPage: boolean;
}

const present = (...blocks: readonly (Block | null)[]): Block[] =>
  blocks.filter((block): block is Block => block !== null);

/**
 * One student: the two lines that other programs read, then what a teacher can use. The title carries the student, so
 * that every page of a printed report does.
 */
export function studentSection(analysis: StudentAnalysis, page: StudentPage): Section {
  return {
    key: page.key,
    title: `Student ID: ${analysis.student.studentId}`,
    blocks: [
      orderBlock(analysis),
      ...sequenceBlocks(analysis, page.parameters.order),
      ...(analysis.sequence.length === 0 ? [questionsTable(analysis)] : workBlocks(analysis, page)),
      ...(page.endsPage ? [{ kind: 'pageBreak' } as const] : []),
    ],
  };
}

function workBlocks(analysis: StudentAnalysis, { parameters, timeZone, bands }: StudentPage): Block[] {
  const { pauseMinutes, detail } = parameters;
  return [
    summaryBlock(analysis),
    figuresBlock(analysis),
    ...present(
      analysis.task === null ? stepsChart(analysis) : timelineChart(analysis, pauseMinutes),
      timeChart(analysis),
      questionsTable(analysis),
      timesTable(analysis, timeZone),
      findingsTable(analysis),
    ),
    ...suggestionBlocks(analysis),
    ...present(bands === undefined ? null : classTable(analysis, bands)),
    ...(detail === 'teacher' ? teacherBlocks(analysis, timeZone) : []),
    methodNote(analysis, pauseMinutes),
  ];
}
