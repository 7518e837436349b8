/** In this order: columns are looked through where a kind asks for it, rows go to staging, rows go to their tables. */
export const IMPORT_PHASES = ['survey', 'read', 'apply'] as const;
export type ImportPhase = (typeof IMPORT_PHASES)[number];

/** How far an execution is. Told to the row with each beat. */
export interface ProgressNow {
  phase: ImportPhase;
  /** Bytes of the uploaded files that this phase has seen. */
  done: number;
  /** Bytes of all of them. */
  total: number;
}

/** Counts along while files are read; whoever holds it may look at any time. */
export class ImportProgress {
  private state: ProgressNow;

  constructor(files: readonly { bytes: number }[]) {
    this.state = { phase: 'survey', done: 0, total: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  get now(): Readonly<ProgressNow> {
    return this.state;
  }

  begin(phase: ImportPhase): void {
    const { total } = this.state;
    this.state = { phase, done: phase === 'apply' ? total : 0, total };
  }

  add(bytes: number): void {
    this.state.done = Math.min(this.state.total, this.state.done + bytes);
  }
}
