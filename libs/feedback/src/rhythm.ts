import { MICROS_A_SECOND, type Micros } from './event-time';

/** How the work was spread over time. */
export interface Rhythm {
  /** Events per ten minutes of active time; null without active time. */
  eventsPerTenMinutes: number | null;
  /** From the first event to the first save or submission, seconds; null without any. */
  firstActionDelay: number | null;
  /** Share of the events in the final tenth of the window; null when the window has no length. */
  lastMinuteShare: number | null;
}

/** @param times ascending, at least one @param firstAction time of the first save or submission */
export function rhythmOf(times: readonly Micros[], active: number, firstAction: Micros | null): Rhythm {
  const start = times[0] ?? 0;
  const wall = (times.at(-1) ?? start) - start;
  const late = times.filter((at) => at - start >= wall * 0.9).length;
  return {
    eventsPerTenMinutes: active > 0 ? (times.length / active) * 600 : null,
    firstActionDelay: firstAction === null ? null : (firstAction - start) / MICROS_A_SECOND,
    lastMinuteShare: wall > 0 ? late / times.length : null,
  };
}

/** Share of events between 23:00 and 05:00. @param hourOf the local hour of an instant, 0 to 23 */
export function lateNightShare(times: readonly Micros[], hourOf: (at: Date) => number): number | null {
  if (times.length === 0) return null;
  const late = times.filter((at) => {
    const hour = hourOf(new Date(at / 1000));
    return hour >= 23 || hour < 5;
  });
  return late.length / times.length;
}
