import type { Fault } from '@pressroom/kernel';
import type { ReportFormat } from '@pressroom/templates';

/** How a build's connection calls itself at the database. */
export const BUILD_CONNECTION = 'pressroom build';

/** What the worker asks a build thread for. JSON-safe. */
export interface BuildOrder {
  reportId: string;
  accountId: string;
  template: string;
  formats: readonly ReportFormat[];
  parameters: Record<string, unknown>;
  context: Record<string, unknown>;
  /** Folder of the artefacts in the store, without a slash at the end; this execution's alone. */
  folder: string;
  /** Milliseconds that are left of the time limit. */
  timeLeftMs: number;
  traceparent: string | null;
}

export interface BuiltArtefact {
  format: ReportFormat;
  fileKey: string;
  fileName: string;
  mediaType: string;
  bytes: number;
  rows: number;
  omittedRows: number;
  sha256: string;
}

export interface BuildTimings {
  /** Milliseconds of reading and laying out until the first event of the document. */
  readMs: number;
  /** Milliseconds of pouring rows into the builders, syncing and renaming. */
  writeMs: number;
}

export interface BuildFailure {
  fault: Fault;
  code: string;
  /** Safe for clients. */
  detail: string;
  /** For the log only. */
  cause: string;
}

/** `read`: queries and layout; `build`: rows pour into the formats; `store`: files are synced and named. */
export type BuildPhase = 'read' | 'build' | 'store';

export interface BuildProgress {
  phase: BuildPhase;
  done: number | null;
  total: number | null;
}

export type ToThread = { kind: 'build'; order: BuildOrder } | { kind: 'stop' };

export type FromThread =
  | { kind: 'ready' }
  /** Process id of the database connection, when it is another than before: what to cancel when a build must stop. */
  | { kind: 'backend'; pid: number }
  | { kind: 'progress'; progress: BuildProgress }
  | { kind: 'built'; artefacts: BuiltArtefact[]; timings: BuildTimings }
  | { kind: 'failed'; failure: BuildFailure };

export interface ThreadSettings {
  databaseUrl: string;
  storageUrl: string;
  /** Bytes that no file of a report may grow past. */
  artefactLimitBytes: number;
  crashPoints: readonly { point: string; pass: number }[];
  /** File of templates for the test stage. */
  testTemplates: string | null;
}
