import type { Run } from './event-order';

/** How a student moved between questions. Units by index in alias order. */
export interface SequenceFigures {
  /** Moves from one unit to another. */
  moves: number;
  /** Share of moves that lead to the next alias; null without moves. */
  linearity: number | null;
  /** Moves to an earlier alias. */
  backJumps: number;
  /** Pairs between which the student went A-B-A-B at least. */
  pingPongs: { units: readonly [number, number]; turns: number }[];
  longestRun: Run | null;
  /** Units by first and by last sight. */
  firstPass: number[];
  finalOrder: number[];
}

export function sequenceFigures(runs: readonly Run[]): SequenceFigures {
  let [linear, backJumps] = [0, 0];
  let longestRun: Run | null = null;
  runs.forEach((run, at) => {
    if (longestRun === null || run.length > longestRun.length) longestRun = run;
    const before = runs[at - 1];
    if (before === undefined) return;
    if (run.unit === before.unit + 1) linear += 1;
    if (run.unit < before.unit) backJumps += 1;
  });
  const moves = Math.max(0, runs.length - 1);
  return {
    moves,
    linearity: moves === 0 ? null : linear / moves,
    backJumps,
    pingPongs: pingPongsOf(runs),
    longestRun,
    firstPass: [...new Set(runs.map(({ unit }) => unit))],
    finalOrder: [...new Set(runs.map(({ unit }) => unit).reverse())].reverse(),
  };
}

/** Alternations of at least four visits, summed for each pair; `turns` counts the visits. Most turns first. */
function pingPongsOf(runs: readonly Run[]): SequenceFigures['pingPongs'] {
  const found = new Map<string, { units: readonly [number, number]; turns: number }>();
  let start = 0;
  const close = (end: number): void => {
    const [one, two] = [runs[start]?.unit ?? 0, runs[start + 1]?.unit ?? 0];
    if (end - start < 4) return;
    const units = [Math.min(one, two), Math.max(one, two)] as const;
    const key = units.join(' ');
    found.set(key, { units, turns: (found.get(key)?.turns ?? 0) + end - start });
  };
  for (let at = 2; at < runs.length; at += 1) {
    if (runs[at]?.unit === runs[at - 2]?.unit) continue;
    close(at);
    start = at - 1;
  }
  close(runs.length);
  return [...found.values()].sort(
    (a, b) => b.turns - a.turns || a.units[0] - b.units[0] || a.units[1] - b.units[1],
  );
}

/** How often each move was made. */
export interface Transition {
  from: number;
  to: number;
  count: number;
}

/** Ordered by `from`, then `to`. */
export function transitionsOf(runs: readonly Run[]): Transition[] {
  const counts = new Map<string, Transition>();
  for (let at = 1; at < runs.length; at += 1) {
    const [from, to] = [runs[at - 1]?.unit ?? 0, runs[at]?.unit ?? 0];
    const key = `${from} ${to}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { from, to, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}
