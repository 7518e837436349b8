import { DomainError } from '@pressroom/kernel';

/** Lets a fixed number of pieces of costly work run at once and a bounded number wait, first come first served. */
export class Gate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly width: number,
    private readonly queue: number,
  ) {}

  /** @throws DomainError `unavailable` at once when too many wait already */
  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.width) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      // The place is handed over, not given back, so that no newcomer slips in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.queue) {
      throw new DomainError('unavailable', 'sign_in_busy', {
        detail: 'too many sign-ins at once; try again in a moment',
        retryAfterSeconds: 2,
      });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
