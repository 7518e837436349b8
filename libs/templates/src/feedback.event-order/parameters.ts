import { EVENT_ORDERS } from '@pressroom/feedback';
import { z } from 'zod';

export const DETAILS = ['standard', 'teacher'] as const;

/** What a client may choose besides the submission: also the query of the assignment doors. */
export const choices = {
  order: z
    .enum(EVENT_ORDERS)
    .default('given')
    .describe(
      '`given`: the events as sent. `time`: by created_time; events without a time stand at the end.',
    ),
  pauseMinutes: z
    .int()
    .min(1)
    .max(30)
    .default(10)
    .describe('A longer gap between two events counts as a pause.'),
  detail: z
    .enum(DETAILS)
    .default('standard')
    .describe('`teacher` adds how the student moved between questions, and every event.'),
  cohort: z
    .boolean()
    .default(false)
    .describe('Sets each student against the quartiles of the same namespace, given at least ten students.'),
};

export const parameters = z.strictObject({
  submissionId: z.uuid().toLowerCase().describe('The events, as stored by a student feedback door.'),
  ...choices,
});

export type FeedbackParameters = z.output<typeof parameters>;
