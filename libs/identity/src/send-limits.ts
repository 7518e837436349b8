/** How often something may happen. */
export interface SendRule {
  readonly limit: number;
  readonly seconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Codes that go to one number. */
export const PHONE_SENDS: readonly SendRule[] = [
  { limit: 1, seconds: MINUTE },
  { limit: 5, seconds: HOUR },
  { limit: 10, seconds: DAY },
];

/** Codes that one network asks for, to whatever numbers. */
export const NETWORK_SENDS: readonly SendRule[] = [
  { limit: 10, seconds: HOUR },
  { limit: 50, seconds: DAY },
];

/**
 * Whole seconds until the rules allow one more; 0 when they do now. Pure.
 * @param ages seconds since each of the last sends
 */
export function waitFor(ages: readonly number[], rules: readonly SendRule[]): number {
  const youngestFirst = [...ages].sort((one, other) => one - other);
  const waits = rules.map(({ limit, seconds }) => {
    // When the limit-th youngest leaves the window, there is room for one more.
    const age = youngestFirst[limit - 1];
    return age === undefined ? 0 : Math.max(0, Math.ceil(seconds - age));
  });
  return Math.max(0, ...waits);
}
