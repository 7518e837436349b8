import type { Child } from './child';
import type { Used } from './used-server';
import type { Home } from './home';
import type { Say } from './say';

interface Member {
  name: string;
  stop: () => Promise<void>;
}

/** A process that ends more often than this within a minute is not started again. */
const MOST_RESTARTS = 3;
const REPEATED_SIGNAL_MS = 1500;

/** Everything that the start has started. It is stopped in reverse order, once, whatever the reason. */
export class Shift {
  private readonly members: Member[] = [];
  private stopping: Promise<void> | null = null;
  private code = 0;

  constructor(private readonly say: Say) {}

  get isOver(): boolean {
    return this.stopping !== null;
  }

  /** @param starting may still be on its way: a stop waits for it, so that nothing is left behind */
  async server(name: string, starting: Promise<Used>): Promise<Used> {
    this.members.push({
      name,
      stop: async () => {
        const used = await starting.catch(() => null);
        await used?.own?.stop();
      },
    });
    const used = await starting;
    const { own } = used;
    if (own !== null)
      this.watch(
        name,
        () => own.exited.then(() => 'see its log'),
        () => own.restart(),
      );
    return used;
  }

  child(child: Child, patienceMs: number): void {
    this.members.push({ name: child.options.name, stop: () => child.stop(patienceMs) });
    child.start();
  }

  /** From now on a child that ends is started again. */
  guard(child: Child): void {
    this.watch(
      child.options.name,
      () => child.exited,
      async () => {
        child.start();
        await child.ready();
      },
    );
  }

  /** Ctrl-C reaches us from the terminal and once more from npm: signals close together are one. */
  listen(home: Home): void {
    let first = 0;
    const onSignal = (): void => {
      if (first === 0) {
        first = Date.now();
        this.say.line('Stopping …');
        void this.end(home, this.code);
      } else if (Date.now() - first > REPEATED_SIGNAL_MS) {
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
    if (process.env['npm_lifecycle_event'] !== undefined) onParentGone(onSignal);
  }

  async end(home: Home, code: number): Promise<void> {
    this.stopping ??= this.stopAll();
    await this.stopping;
    home.close();
    process.exit(code);
  }

  private async stopAll(): Promise<void> {
    for (const { name, stop } of [...this.members].reverse()) {
      await stop().catch((error: unknown) => this.say.warn(`${name} did not stop cleanly: ${String(error)}`));
    }
  }

  private watch(name: string, exited: () => Promise<string>, restart: () => Promise<void>): void {
    const deaths: number[] = [];
    const follow = async (): Promise<void> => {
      for (;;) {
        const reason = await exited();
        if (this.isOver) return;
        deaths.push(Date.now());
        if (deaths.filter((at) => at > Date.now() - 60_000).length > MOST_RESTARTS) {
          this.say.warn(`${name} ended again and again (${reason}): giving up`);
          this.code = 1;
          process.kill(process.pid, 'SIGTERM');
          return;
        }
        this.say.warn(`${name} ended (${reason}): starting it again`);
        await restart();
      }
    };
    follow().catch((error: unknown) => {
      if (this.isOver) return;
      this.say.warn(
        `${name} could not be started again: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.code = 1;
      process.kill(process.pid, 'SIGTERM');
    });
  }
}

/** npm hands a SIGTERM on to a shell between us, which dies of it without a word to us. */
function onParentGone(tell: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    tell();
  }, 300);
  timer.unref();
}
