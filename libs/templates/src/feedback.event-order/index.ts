import { MOST_EVENTS, MOST_STUDENTS } from '@pressroom/feedback';
import { defineTemplate } from '../define-template';
import { layout, NAME, TITLE, VERSION } from './layout';
import { choices as feedbackChoices, parameters } from './parameters';
import { SubmissionSource } from './source';

export { feedbackChoices, NAME as EVENT_ORDER_TEMPLATE, SubmissionSource };

/** The order in which a student worked on the questions, and what a teacher can read from it. */
export const eventOrderTemplate = defineTemplate({
  name: NAME,
  version: VERSION,
  title: TITLE,
  description:
    'The order in which questions were worked on, from the events of a learning platform: order line, runs, timeline, time on task, figures a question, and at most three suggestions.',
  formats: ['html', 'pdf', 'xlsx', 'csv', 'json'],
  parameters,
  limits: { events: MOST_EVENTS, students: MOST_STUDENTS },
  source: SubmissionSource,
  read: (source, { submissionId }, { accountId }) => source.students(accountId, submissionId),
  layout,
});
