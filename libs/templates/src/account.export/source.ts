import type { Holding } from '@pressroom/people';

/** What this template reads: every category of what is held about the account, all from one snapshot. */
export abstract class HoldingsSource {
  abstract holdings(accountId: string): Holding[] | Promise<Holding[]>;
}
