import { type Clock, DomainError } from '@pressroom/kernel';

interface Window {
  count: number;
  readonly endsAt: number;
}

export interface Verdict {
  /** Seconds to wait; 0 when the try may go ahead. */
  readonly wait: number;
  /** True for the first refusal of a window: worth writing down once. */
  readonly locked: boolean;
}

/** Counts tries at something that may be guessed. Whoever binds it decides where the counts are kept. */
export interface Attempts {
  /** Counts a try, before its outcome is known. */
  tryNow(key: string): Verdict | Promise<Verdict>;
  /** A try that succeeded wipes the slate. */
  succeed(key: string): void | Promise<void>;
}

/**
 * Counts tries per key in windows that begin with the first try. A try is counted before its outcome is known, so that
 * parallel guesses can't slip past the limit; a success wipes the slate. In the memory of one process.
 */
export class Throttle implements Attempts {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
    private readonly clock: Clock,
    private readonly maxKeys = 50_000,
  ) {}

  tryNow(key: string): Verdict {
    const now = this.clock.now().getTime();
    let window = this.windows.get(key);
    if (window === undefined || window.endsAt <= now) {
      this.windows.delete(key);
      if (this.windows.size >= this.maxKeys) this.makeRoom(now);
      window = { count: 0, endsAt: now + this.windowMs };
      this.windows.set(key, window);
    }
    window.count += 1;
    if (window.count <= this.limit) return { wait: 0, locked: false };
    const wait = Math.max(1, Math.ceil((window.endsAt - now) / 1000));
    return { wait, locked: window.count === this.limit + 1 };
  }

  succeed(key: string): void {
    this.windows.delete(key);
  }

  /** The map holds windows in order of their beginning, hence of their end: the dead ones are in front. */
  private makeRoom(now: number): void {
    for (const [key, window] of this.windows) {
      if (window.endsAt > now && this.windows.size < this.maxKeys) return;
      this.windows.delete(key);
    }
  }
}

/** The answer to a try that must wait. @param seconds at least 1 */
export function tooManyTries(seconds: number): DomainError {
  return new DomainError('limited', 'too_many_attempts', {
    detail: 'too many failed attempts; try again later',
    retryAfterSeconds: seconds,
  });
}

/** An address as a limit sees it: a household's or server's whole IPv6 /64 counts as one. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined || !ip.includes(':')) return mapped ?? ip;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
