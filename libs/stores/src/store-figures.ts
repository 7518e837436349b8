import { unseen } from './coverage';
import type { Spans } from './openings';
import { account, type Policy, type Polls } from './policies';
import { DAY, HOUR } from './zone-clock';

/** Business time of a window in microseconds; up + down is all of it, exactly. */
export interface Split {
  up: number;
  down: number;
}

/** An absolute window, half-open. */
export interface Window {
  from: number;
  to: number;
}

export interface StoreFigures {
  hour: Split;
  day: Split;
  week: Split;
  /** Of the window that was asked for; null when none was. */
  custom: Split | null;
  /** Microseconds of the week's business time that lie within 90 minutes of a poll. */
  seen: number;
  /** Unbroken stretches of downtime within one opening, in the week. */
  outages: number;
  /** Microseconds of the longest. */
  longestOutage: number;
}

export interface FigureSettings {
  policy: Policy;
  now: number;
  custom: Window | null;
}

/** Told the business time of the week bit by bit, for sums over all stores. */
export interface WeekSums {
  add(from: number, to: number, up: boolean): void;
  addUnseen(from: number, to: number): void;
}

/** Where a store's history must begin. */
export function sinceOf({ now, custom }: Pick<FigureSettings, 'now' | 'custom'>): number {
  return Math.min(now - 7 * DAY, custom?.from ?? Infinity);
}

/** The last hour, day and week before now, and what else a store's report says. */
export function figuresOf(
  polls: Polls,
  openings: Spans,
  settings: FigureSettings,
  sums: WeekSums,
): StoreFigures {
  const { policy, now, custom } = settings;
  const weekFrom = now - 7 * DAY;
  const since = sinceOf(settings);
  const figures: StoreFigures = {
    hour: { up: 0, down: 0 },
    day: { up: 0, down: 0 },
    week: { up: 0, down: 0 },
    custom: custom === null ? null : { up: 0, down: 0 },
    seen: 0,
    outages: 0,
    longestOutage: 0,
  };
  account(policy, polls, openings, since, (from, to, up) => {
    const key = up ? 'up' : 'down';
    if (figures.custom !== null && custom !== null)
      figures.custom[key] += Math.max(0, Math.min(to, custom.to) - Math.max(from, custom.from));
    if (to <= weekFrom) return;
    const start = Math.max(from, weekFrom);
    figures.week[key] += to - start;
    figures.day[key] += Math.max(0, to - Math.max(start, now - DAY));
    figures.hour[key] += Math.max(0, to - Math.max(start, now - HOUR));
    sums.add(start, to, up);
    if (up) return;
    figures.outages += 1;
    figures.longestOutage = Math.max(figures.longestOutage, to - start);
  });
  let missed = 0;
  unseen(polls.times, openings, weekFrom, (from, to) => {
    missed += to - from;
    sums.addUnseen(from, to);
  });
  figures.seen = figures.week.up + figures.week.down - missed;
  return figures;
}
