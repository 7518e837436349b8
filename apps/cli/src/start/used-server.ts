/** A server that the start uses: one that was there, or one that it started and will stop. */
export interface Used {
  url: string;
  /** Null when it is not ours. */
  own: { stop(): Promise<void>; restart(): Promise<void>; readonly exited: Promise<void> } | null;
}
