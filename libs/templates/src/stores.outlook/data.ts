import type { Outlook, Policy } from '@pressroom/stores';

/** What the sections are laid out from. */
export interface OutlookData {
  /** Microseconds since 1970; null when there is no poll. */
  now: number | null;
  policy: Policy;
  /** Share that the forecast's band is meant to hold. */
  level: number;
  threshold: number;
  list: number;
  /** Null when there is no whole step of time between the first poll and now. */
  outlook: Outlook | null;
}

/** Said in place of what can not be said. */
export const TOO_YOUNG = 'The polls do not span one whole step of time yet.';
