import { readAssignment } from '@pressroom/feedback';
import { EXAMPLE_ACCOUNT } from '../awkward-entries';
import type { TemplateExample } from '../template-example';
import { SubmissionSource } from './source';

const AWKWARD = [
  {
    student_id: '<b>=1+1</b> & "quoted"',
    namespace: '1234567890123456789',
    units: ['9', '10', 'תרגיל 3', 'never seen'],
    events: [
      { unit: 10, type: 'saved_code', created_time: '2024-02-29 23:59:59.999999+00:00' },
      { unit: '9', type: 'saved_code', created_time: '2024-02-29T23:59:59.999998Z' },
      { unit: '=SUM(A1)', type: '@type', created_time: '2024-03-01 00:40:00+00:00' },
      { unit: 'תרגיל 3', type: 'submission', created_time: '2024-03-01 06:10:00.5+05:30' },
      { unit: 'task 10', type: 'saved_code', created_time: '2024-03-01 00:41:01.005+00:00' },
      { unit: 'task 9', created_time: null },
      { unit: '10', type: 'submission', created_time: '2024-03-01 00:41:01.005+00:00' },
      { unit: '10', type: 'submission', created_time: '2024-03-01 00:41:01.005+00:00' },
    ],
  },
  { student_id: '00012', events: [] },
  { student_id: 'untimed', events: [{ unit: 'b' }, { unit: 'a', type: 'viewed' }, { unit: 'b' }] },
];

/** Events in memory. */
class MemorySubmissionSource extends SubmissionSource {
  students(): ReturnType<SubmissionSource['students']> {
    return Promise.resolve(readAssignment(AWKWARD).students);
  }
}

/** Hostile names, ties, a leap day, events without a time, a student without events. */
export const eventOrderExample: TemplateExample = {
  template: 'feedback.event-order',
  source: new MemorySubmissionSource(),
  parameters: { submissionId: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b', detail: 'teacher' },
  context: {
    accountId: EXAMPLE_ACCOUNT,
    role: 'member',
    locale: 'en',
    timeZone: 'Asia/Kolkata',
    requestedAt: '2024-03-10T09:59:59.000Z',
  },
};
