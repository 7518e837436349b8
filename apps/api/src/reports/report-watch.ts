import { errorFields, type Logger } from '@pressroom/platform';
import type { ReportReads, ReportView } from '@pressroom/reports';

type Listener = (report: ReportView | null) => void;

const EVERY_MS = 300;

/** Looks at the rows of all watched reports in one statement, however many clients watch. */
export class ReportWatch {
  private readonly watched = new Map<string, Set<Listener>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly reads: ReportReads,
    private readonly logger: Logger,
  ) {}

  /** @param listener told every round; null when the report is gone @returns ends the watching */
  watch(id: string, listener: Listener): () => void {
    const listeners = this.watched.get(id) ?? new Set();
    listeners.add(listener);
    this.watched.set(id, listeners);
    this.timer ??= setTimeout(() => void this.look(), EVERY_MS);
    return () => {
      listeners.delete(listener);
      // Called twice, it must not take away what others have begun to watch meanwhile.
      if (listeners.size === 0 && this.watched.get(id) === listeners) this.watched.delete(id);
    };
  }

  close(): void {
    clearTimeout(this.timer);
    this.watched.clear();
  }

  private async look(): Promise<void> {
    try {
      const ids = [...this.watched.keys()];
      const reports = await this.reads.byIds(ids);
      // Those that came to be watched meanwhile were not asked for: nothing is known of them, not that they are gone.
      for (const id of ids) {
        for (const listener of this.watched.get(id) ?? []) listener(reports.get(id) ?? null);
      }
    } catch (error) {
      this.logger.warn(errorFields(error), 'watched reports could not be read');
    }
    this.timer = this.watched.size === 0 ? undefined : setTimeout(() => void this.look(), EVERY_MS);
  }
}
