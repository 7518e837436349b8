export interface CrashPoint {
  point: string;
  /** From 1. */
  pass: number;
}

const armed = new Map<string, number>();

/** Arms the points that the configuration names; production has none. */
export function armCrashPoints(points: readonly CrashPoint[]): void {
  for (const { point, pass } of points) armed.set(point, pass);
}

/** Where the process dies when a test asked for it: the only way to cut exactly between two steps. */
export function crashPoint(name: string): void {
  if (armed.size === 0) return;
  const left = armed.get(name);
  if (left === undefined) return;
  if (left > 1) armed.set(name, left - 1);
  else process.kill(process.pid, 'SIGKILL');
}
