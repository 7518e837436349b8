/** How often something may happen. */
export interface Policy {
  /** Times within any one window, at least 1. */
  limit: number;
  windowMs: number;
}

export interface Verdict {
  allowed: boolean;
  /** Times left now, at least 0. */
  remaining: number;
  /** Milliseconds until more is allowed: after a refusal until the next try can succeed, otherwise until the window ends. */
  waitMs: number;
}

/** Counts of one key: of the window at `index` and of the one before. */
export interface Counts {
  index: number;
  current: number;
  previous: number;
}

export const NO_COUNTS: Counts = { index: -1, current: 0, previous: 0 };

/**
 * Sliding window in two counters: what happened in the last window counts by the share of it that still lies within
 * one window's length of now. So no burst at the edge between two windows gets twice the limit. Pure.
 * The script for Redis is this function again; one test holds them against each other.
 * @param now milliseconds since 1970
 */
export function step(
  counts: Counts,
  { limit, windowMs }: Policy,
  now: number,
): { counts: Counts; verdict: Verdict } {
  const index = Math.floor(now / windowMs);
  const previous = counts.index === index ? counts.previous : counts.index === index - 1 ? counts.current : 0;
  const current = counts.index === index ? counts.current : 0;
  const into = (now - index * windowMs) / windowMs;
  const used = previous * (1 - into) + current;
  if (used + 1 <= limit) {
    const verdict = {
      allowed: true,
      remaining: Math.floor(limit - used - 1),
      waitMs: Math.ceil((1 - into) * windowMs),
    };
    return { counts: { index, current: current + 1, previous }, verdict };
  }
  // Either the weight of the last window falls far enough within this one, or that of this one within the next.
  const share =
    current + 1 <= limit
      ? 1 - (limit - 1 - current) / previous - into
      : 1 - into + Math.max(0, 1 - (limit - 1) / current);
  const verdict = { allowed: false, remaining: 0, waitMs: Math.max(1, Math.ceil(share * windowMs)) };
  return { counts: { index, current, previous }, verdict };
}
