import type { ProblemExtras } from '../http';

/** The doors of student feedback, older than problem documents: their clients read `error` and `details`. */
export const assignmentExtras: ProblemExtras = (path, { detail, errors }) =>
  path === '/assignment' || path.startsWith('/assignment/') ? { error: detail, details: errors ?? [] } : {};
