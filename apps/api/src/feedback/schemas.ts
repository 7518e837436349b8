import { isTimeZone } from '@pressroom/kernel';
import { feedbackChoices } from '@pressroom/templates';
import { z } from 'zod';
import { pageQuery } from '../http';

const event = z.strictObject({
  unit: z.union([z.string().min(1).max(200), z.int()]).describe('`"17"` and `17` are one.'),
  type: z.string().max(200).nullish().describe('`saved_code`, `submission`, or any other text.'),
  created_time: z
    .string()
    .nullish()
    .describe('A space or `T`, up to six decimals, any offset: `2024-07-21 03:04:55.939000+00:00`.'),
});

const student = z.strictObject({
  student_id: z.string().min(1).max(200),
  namespace: z.string().max(200).nullish(),
  units: z
    .array(event.shape.unit)
    .nullish()
    .describe('The units that were set, so that skipped ones can be named.'),
  events: z.array(event).max(100_000),
});

/** Describes the body; `readAssignment` of the domain checks it, as fast as 100,000 events need. */
export const assignment = z.union([student, z.array(student).min(1).max(5000)]);

/** The choices of the template, as a query. */
export const assignmentQuery = z.strictObject({
  order: feedbackChoices.order,
  pauseMinutes: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(30))
    .default(10)
    .describe('Minutes above which a gap counts as a pause, 1 to 30.'),
  detail: feedbackChoices.detail,
  cohort: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('Sets each student against the quartiles of the same namespace.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone')
    .default('UTC')
    .describe('In which times are shown.'),
});
export type AssignmentQuery = z.output<typeof assignmentQuery>;

export const taskStarted = z.object({ task_id: z.uuid(), status: z.literal('Processing started') });
export type TaskStarted = z.output<typeof taskStarted>;

export const taskPending = z.object({
  status: z.enum(['PENDING', 'RUNNING']),
  student_id: z.string().nullable().describe('Null for an array.'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type TaskPending = z.output<typeof taskPending>;

export interface TaskFailed {
  status: 'FAILURE';
  error: string;
}

const anything = z.record(z.string(), z.unknown());
export const xapiStatements = z.union([
  anything,
  z.array(anything),
  z.object({ statements: z.array(anything) }),
]);
export const caliperEnvelope = z.looseObject({ data: z.array(anything) });

export const submissionResource = z.object({
  id: z.uuid().describe('`submissionId` of the template feedback.event-order.'),
  studentId: z.string().nullable().describe('Null when several students were sent.'),
  students: z.int(),
  events: z.int(),
  createdAt: z.iso.datetime(),
});
export type SubmissionResource = z.output<typeof submissionResource>;

export const submissionPage = z.object({
  data: z.array(submissionResource),
  nextCursor: z.string().nullable(),
});
export const listSubmissions = z.strictObject(pageQuery);
export type ListSubmissions = z.output<typeof listSubmissions>;
