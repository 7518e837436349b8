import type { Section } from '@pressroom/document';
import type { Policy } from '@pressroom/stores';

export const POLICY_WORDS: Readonly<Record<Policy, string>> = {
  opening:
    'Accounting method “opening”: the polls within an opening speak for it. The first holds back to its beginning, each holds until the next, the last to closing or now. An opening without a poll takes the last poll before it, else the first after it.',
  carry:
    'Accounting method “carry”: each poll holds until the next one, whatever the openings; the first also for the time before it.',
  nearest: 'Accounting method “nearest”: each instant takes the poll that is nearest in time.',
};

const DEFINITIONS = [
  'Now is the newest poll of all stores, or the moment that was asked for. The last hour, day and week are 60 minutes, 24 hours and 7 × 24 hours before it.',
  'Uptime and downtime count within business hours only, and add up to the business time of the window. Each figure is exact to the microsecond and rounded once, to two decimals.',
  'Business hours are local to the store. A window that does not end after it starts runs into the next day; an end of 23:59:59 means midnight. Windows that touch are one opening. A store without hours is open always; a weekday without a window is closed. A store without a time zone is taken to be in America/Chicago.',
  'Coverage is the share of business time that lies within 90 minutes of a poll. What lies further off was not seen, and its status is inferred by the method.',
  'An outage is an unbroken stretch of downtime within one opening.',
];

/** What the figures mean and which method was used. */
export function methodSection(policy: Policy): Section {
  return {
    key: 'method',
    title: 'Method',
    blocks: [POLICY_WORDS[policy], ...DEFINITIONS].map((text, at) => ({
      kind: 'paragraph',
      tone: at === 0 ? 'normal' : 'note',
      text,
    })),
  };
}
