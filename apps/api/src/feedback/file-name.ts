import type { SubmissionView } from '@pressroom/feedback';

const LONGEST = 100;
/** Letters, marks and digits of any script, and three signs that no file system minds. */
const UNSAFE = /[^\p{L}\p{M}\p{N}._-]+/gu;

/** `report_<student_id>.pdf`, or `report_<n>_students.pdf` for several; whatever the id holds, one harmless name. */
export function fileNameOf(
  submission: Pick<SubmissionView, 'studentId' | 'students'> | null,
  extension: string,
): string {
  if (submission === null) return `report.${extension}`;
  const { studentId, students } = submission;
  if (studentId === null) return `report_${students}_students.${extension}`;
  const safe = [...studentId.normalize('NFC').replace(UNSAFE, '_')].slice(0, LONGEST).join('');
  return `report_${safe}.${extension}`;
}
