import type { Spans } from './openings';

/** Polls of one store, rising. A report needs those since its windows begin and the last one before. */
export interface Polls {
  readonly times: Float64Array;
  /** 1: active. */
  readonly up: Uint8Array;
}

/**
 * How polls speak for the time between them.
 * `opening`: the polls of an opening speak for it: the first holds back to its beginning, each holds until the next, the
 * last to its end. An opening without a poll takes the last one before it, else the first after it.
 * `carry`: each poll holds until the next, whatever the openings; the first also for all time before.
 * `nearest`: each instant takes the nearest poll.
 */
export const POLICIES = ['opening', 'carry', 'nearest'] as const;
export type Policy = (typeof POLICIES)[number];

/** Told the runs of equal status within one opening, rising, unbroken. */
export type Say = (from: number, to: number, up: boolean) => void;

/**
 * Walks the openings and says how each moment of them counts.
 * @param polls at least one @param since nothing before it is said
 */
export function account(policy: Policy, polls: Polls, openings: Spans, since: number, say: Say): void {
  if (policy === 'opening') return byOpening(polls, openings, since, say);
  byStep(policy === 'carry' ? polls : nearestSteps(polls), openings, since, say);
}

function byOpening({ times, up }: Polls, openings: Spans, since: number, say: Say): void {
  const count = times.length;
  let next = 0;
  for (let at = 0; at < openings.length; at += 2) {
    const [from, to] = [openings[at] ?? 0, openings[at + 1] ?? 0];
    while (next < count && (times[next] ?? 0) < from) next += 1;
    let run = Math.max(from, since);
    if (next < count && (times[next] ?? 0) <= to) {
      let status = up[next];
      for (next += 1; next < count && (times[next] ?? 0) <= to; next += 1) {
        if (up[next] === status) continue;
        const turn = times[next] ?? 0;
        if (turn > run) {
          say(run, turn, status === 1);
          run = turn;
        }
        status = up[next];
      }
      if (to > run) say(run, to, status === 1);
    } else if (to > run) {
      say(run, to, up[next > 0 ? next - 1 : next] === 1);
    }
  }
}

/** One function of time that changes at `times`; before the first it is as at the first. */
function byStep({ times, up }: Polls, openings: Spans, since: number, say: Say): void {
  const count = times.length;
  let next = 0;
  let status = up[0];
  for (let at = 0; at < openings.length; at += 2) {
    const to = openings[at + 1] ?? 0;
    let run = Math.max(openings[at] ?? 0, since);
    if (to <= run) continue;
    for (; next < count && (times[next] ?? 0) <= run; next += 1) status = up[next];
    for (; next < count && (times[next] ?? 0) < to; next += 1) {
      if (up[next] === status) continue;
      say(run, times[next] ?? 0, status === 1);
      run = times[next] ?? 0;
      status = up[next];
    }
    say(run, to, status === 1);
  }
}

/** Halfway between two polls the later one takes over. */
function nearestSteps({ times, up }: Polls): Polls {
  return {
    times: times.map((time, at) => (at === 0 ? time : Math.ceil(((times[at - 1] ?? 0) + time) / 2))),
    up,
  };
}
