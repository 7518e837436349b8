import type { Logger } from '@pressroom/platform';
import { errorFields } from '@pressroom/platform';
import { type BuildCalls, BuildThread, type Built } from './build-thread';
import type { BuildOrder, ThreadSettings } from './messages';

export interface PoolSettings {
  slots: number;
  /** A thread is replaced after this many builds: what leaks in a library does not add up. */
  buildsPerThread: number;
  heapMb: number;
  /** Compiled entry file of a thread. */
  script: string;
  thread: ThreadSettings;
}

/** A right to run one build now. */
export interface Slot {
  run(order: BuildOrder, calls: BuildCalls): Promise<Built>;
  release(): void;
}

/** As many warm threads as builds may run at once. A start costs up to 2 s, so replacements are made ahead of need. */
export class BuildPool {
  private readonly idle: BuildThread[] = [];
  private readonly waiting: ((thread: BuildThread | null) => void)[] = [];
  private readonly all = new Set<BuildThread>();
  /** Threads whose successor is being started, and those whose successor is warm. */
  private readonly leaving = new WeakSet<BuildThread>();
  private readonly succeeded = new WeakSet<BuildThread>();
  private closed = false;

  constructor(
    private readonly settings: PoolSettings,
    private readonly logger: Logger,
  ) {}

  /** Starts all threads; resolves when the first is warm. @throws what they met while they warmed up, if none did */
  async open(): Promise<void> {
    const threads = Array.from({ length: this.settings.slots }, () => this.start());
    await Promise.any(threads).catch((error: unknown) => {
      throw error instanceof AggregateError ? error.errors[0] : error;
    });
    for (const thread of threads) thread.catch((error: unknown) => this.tryAgain(error));
  }

  get free(): number {
    return this.idle.length;
  }

  get busy(): number {
    return this.all.size - this.idle.length;
  }

  /** Waits for a warm thread. @returns null when the pool closes meanwhile */
  async acquire(): Promise<Slot | null> {
    if (this.closed) return null;
    const thread =
      this.idle.pop() ?? (await new Promise<BuildThread | null>((resolve) => this.waiting.push(resolve)));
    if (thread === null) return null;
    let released = false;
    return {
      run: (order, calls) => thread.run(order, calls),
      release: () => {
        if (released) return;
        released = true;
        this.giveBack(thread);
      },
    };
  }

  /** Sends those away that wait for a thread; builds that run go on. */
  refuse(): void {
    this.closed = true;
    for (const next of this.waiting.splice(0)) next(null);
  }

  async close(): Promise<void> {
    this.refuse();
    await Promise.all([...this.all].map((thread) => thread.terminate()));
    this.all.clear();
    this.idle.length = 0;
  }

  private giveBack(thread: BuildThread): void {
    if (this.closed) return;
    if (thread.dead || this.succeeded.has(thread)) return this.dismiss(thread);
    if (thread.buildsDone >= this.settings.buildsPerThread && !this.leaving.has(thread)) this.succeed(thread);
    this.offer(thread);
  }

  /** An old thread goes on until its successor is warm, so that a change costs no slot. */
  private succeed(thread: BuildThread): void {
    this.leaving.add(thread);
    this.start().then(
      () => {
        this.succeeded.add(thread);
        const at = this.idle.indexOf(thread);
        if (at < 0) return;
        this.idle.splice(at, 1);
        this.dismiss(thread);
      },
      (error: unknown) => {
        this.leaving.delete(thread);
        this.logger.error(errorFields(error), 'build thread failed to start');
        if (!this.all.has(thread) && !this.closed) this.replace();
      },
    );
  }

  private dismiss(thread: BuildThread): void {
    this.all.delete(thread);
    void thread.terminate();
    if (!this.leaving.has(thread) && !this.closed) this.replace();
  }

  private replace(): void {
    this.start().catch((error: unknown) => this.tryAgain(error));
  }

  private tryAgain(error: unknown): void {
    if (this.closed) return;
    this.logger.error(errorFields(error), 'build thread failed to start');
    setTimeout(() => {
      if (!this.closed) this.replace();
    }, 1000).unref();
  }

  /** A thread can die between two builds, of something that its last one left behind. */
  private bury(thread: BuildThread): void {
    const at = this.idle.indexOf(thread);
    if (at < 0) return;
    this.idle.splice(at, 1);
    this.dismiss(thread);
  }

  private async start(): Promise<void> {
    const thread = new BuildThread(this.settings.script, this.settings.thread, this.settings.heapMb);
    this.all.add(thread);
    try {
      await thread.ready();
    } catch (error) {
      this.all.delete(thread);
      throw error;
    }
    thread.onEnd(() => this.bury(thread));
    if (this.closed) await thread.terminate();
    else this.offer(thread);
  }

  private offer(thread: BuildThread): void {
    const next = this.waiting.shift();
    if (next === undefined) this.idle.push(thread);
    else next(thread);
  }
}
