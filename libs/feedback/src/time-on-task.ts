import { MICROS_A_SECOND, type Micros } from './event-time';
import { medianOf } from './median';

/** A gap longer than this ends a session, seconds. */
export const SESSION_GAP = 30 * 60;
/** Thresholds over which the range of the estimate is shown, minutes. */
export const RANGE_MINUTES: { readonly from: number; readonly to: number } = { from: 5, to: 20 };

/** Seconds since the first event. */
export interface Span {
  from: number;
  to: number;
}

/**
 * Time on task is an estimate, and the method changes findings (Kovanović et al. 2015, J. Learning Analytics 2(3)):
 * a gap up to theta is credited to the event before it; a longer one counts as a pause, of which min(theta, median gap)
 * is credited; the last event of a session is credited the median gap. All in seconds.
 */
export interface TimeOnTask {
  start: Micros;
  end: Micros;
  /** From first to last event. */
  wall: number;
  active: number;
  /** What of the gaps was not credited. */
  idle: number;
  /** The student's own median of the gaps up to theta; 0 without any. */
  medianGap: number;
  sessions: Span[];
  /** Gaps above theta. */
  pauses: Span[];
  /** Credit of each timed event, in order of time. */
  credits: number[];
  /** Least and greatest active time for theta from 5 to 20 minutes. */
  range: { least: number; greatest: number };
}

/** @param times ascending, at least one @param pauseMinutes theta, 1 to 30 */
export function timeOnTask(times: readonly Micros[], pauseMinutes: number): TimeOnTask {
  const theta = pauseMinutes * 60;
  const start = times[0] ?? 0;
  const end = times.at(-1) ?? start;
  const gaps = gapsOf(times);
  const estimate = new Estimate(gaps);
  const median = estimate.median(theta);
  const credits = [...gaps.map((gap) => creditOf(gap, theta, median)), median];
  const active = credits.reduce((sum, credit) => sum + credit, 0);
  const wall = (end - start) / MICROS_A_SECOND;
  return {
    start,
    end,
    wall,
    active,
    idle: Math.max(0, wall - (active - median)),
    medianGap: median,
    sessions: sessionsOf(gaps),
    pauses: pausesOf(gaps, theta),
    credits,
    range: estimate.range(),
  };
}

function gapsOf(times: readonly Micros[]): number[] {
  const gaps: number[] = [];
  for (let at = 1; at < times.length; at += 1)
    gaps.push(((times[at] ?? 0) - (times[at - 1] ?? 0)) / MICROS_A_SECOND);
  return gaps;
}

function creditOf(gap: number, theta: number, median: number): number {
  if (gap > SESSION_GAP) return median;
  return gap <= theta ? gap : Math.min(theta, median);
}

/** Active time for any theta from gaps sorted once. */
class Estimate {
  private readonly sorted: readonly number[];
  private readonly sums: number[] = [0];

  constructor(gaps: readonly number[]) {
    this.sorted = [...gaps].sort((a, b) => a - b);
    for (const gap of this.sorted) this.sums.push((this.sums.at(-1) ?? 0) + gap);
  }

  private upTo(bound: number): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] ?? 0) <= bound) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  median(theta: number): number {
    return medianOf(this.sorted, this.upTo(theta)) ?? 0;
  }

  private active(theta: number): number {
    const short = this.upTo(theta);
    const within = this.upTo(SESSION_GAP);
    const median = this.median(theta);
    const sessions = this.sorted.length - within + 1;
    return (this.sums[short] ?? 0) + (within - short) * Math.min(theta, median) + sessions * median;
  }

  range(): { least: number; greatest: number } {
    const values: number[] = [];
    for (let minutes = RANGE_MINUTES.from; minutes <= RANGE_MINUTES.to; minutes += 1)
      values.push(this.active(minutes * 60));
    return { least: Math.min(...values), greatest: Math.max(...values) };
  }
}

function sessionsOf(gaps: readonly number[]): Span[] {
  const sessions: Span[] = [];
  let [from, now] = [0, 0];
  for (const gap of gaps) {
    if (gap > SESSION_GAP) {
      sessions.push({ from, to: now });
      from = now + gap;
    }
    now += gap;
  }
  return [...sessions, { from, to: now }];
}

function pausesOf(gaps: readonly number[], theta: number): Span[] {
  const pauses: Span[] = [];
  let now = 0;
  for (const gap of gaps) {
    if (gap > theta) pauses.push({ from: now, to: now + gap });
    now += gap;
  }
  return pauses;
}
