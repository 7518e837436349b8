import type { BuildProgress } from './messages';

/** Milliseconds between two words of progress: heartbeats carry them on once a second. */
const EVERY_MS = 100;

/** Says how far a build is, now and then: a short build says nothing, and costs its main thread no wake-ups. */
export class ProgressTeller {
  private latest: BuildProgress | null = null;
  private saidAt = performance.now();
  private later: NodeJS.Timeout | undefined;

  constructor(private readonly say: (progress: BuildProgress) => void) {}

  tell(progress: BuildProgress): void {
    this.latest = progress;
    // Timers do not fire while rows pour, so the clock is looked at as well.
    if (performance.now() - this.saidAt >= EVERY_MS) this.now();
    else this.later ??= setTimeout(() => this.now(), EVERY_MS);
  }

  end(): void {
    clearTimeout(this.later);
  }

  private now(): void {
    clearTimeout(this.later);
    this.later = undefined;
    this.saidAt = performance.now();
    if (this.latest !== null) this.say(this.latest);
    this.latest = null;
  }
}
