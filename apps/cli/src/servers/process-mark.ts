import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A process that can be recognised later: its id alone may have been given to another one since. */
export interface ProcessMark {
  pid: number;
  /** When it started, in the system's own words. */
  born: string;
}

/** @returns the mark of a living process, or null when there is none with this id */
export function markOf(pid: number): ProcessMark | null {
  const born = birthOf(pid);
  return born === null ? null : { pid, born };
}

export function isAlive(mark: ProcessMark): boolean {
  return birthOf(mark.pid) === mark.born;
}

/** Ends a marked process: `signal` first, SIGKILL when it is still there after `patienceMs`. */
export async function endProcess(
  mark: ProcessMark,
  signal: NodeJS.Signals,
  patienceMs: number,
): Promise<void> {
  if (!isAlive(mark)) return;
  send(mark.pid, signal);
  const patience = Date.now() + patienceMs;
  while (isAlive(mark)) {
    if (Date.now() > patience) send(mark.pid, 'SIGKILL');
    await wait(20);
  }
}

export function keepMark(path: string, mark: ProcessMark): void {
  writeFileSync(path, JSON.stringify(mark), { mode: 0o600 });
}

/** @returns the mark kept in a file, or null when there is none that can be read */
export function readMark(path: string): ProcessMark | null {
  try {
    const parsed = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessMark> | null;
    if (typeof parsed?.pid === 'number' && typeof parsed.born === 'string') {
      return { pid: parsed.pid, born: parsed.born };
    }
  } catch {
    // not there or cut off by a power failure: nothing to recognise
  }
  return null;
}

export function dropMark(path: string): void {
  rmSync(path, { force: true });
}

/** The command line of a process, or null when there is no such process. */
export function commandOf(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return null;
    }
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** Ids of a process' children. */
export function childrenOf(pid: number): number[] {
  const { stdout } =
    process.platform === 'linux'
      ? { stdout: readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') }
      : spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return stdout
    .split(/\s+/)
    .map(Number)
    .filter((child) => child > 0);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended by itself in between
  }
}

/** Linux tells the start in clock ticks since boot; elsewhere `ps` tells it to the second. A zombie counts as ended. */
function birthOf(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
}
