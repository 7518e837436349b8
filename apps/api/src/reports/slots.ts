import { DomainError } from '@pressroom/kernel';

/** What an account may have open at a time in this process, so that one can not take every socket of the house. */
export class Slots {
  private readonly open = new Map<string, number>();

  /** @param what in the plural, as the refusal names it: `too_many_downloads` */
  constructor(
    private readonly most: number,
    private readonly what: string,
  ) {}

  /** @returns gives the slot back; safe to call twice @throws DomainError `limited` */
  take(accountId: string): () => void {
    const now = this.open.get(accountId) ?? 0;
    if (now >= this.most) {
      throw new DomainError('limited', `too_many_${this.what}`, {
        detail: `${this.most} ${this.what} are under way already`,
        retryAfterSeconds: 5,
      });
    }
    this.open.set(accountId, now + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = (this.open.get(accountId) ?? 1) - 1;
      if (left === 0) this.open.delete(accountId);
      else this.open.set(accountId, left);
    };
  }
}
