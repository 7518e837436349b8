import { DomainError } from '@pressroom/kernel';

/** Downloads that an account may have under way at a time. */
const AT_ONCE = 4;

export class DownloadSlots {
  private readonly open = new Map<string, number>();

  /** @returns gives the slot back; safe to call twice @throws DomainError `limited` */
  take(accountId: string): () => void {
    const now = this.open.get(accountId) ?? 0;
    if (now >= AT_ONCE) {
      throw new DomainError('limited', 'too_many_downloads', {
        detail: `${AT_ONCE} downloads are under way already`,
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
