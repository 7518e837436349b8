import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { remember } from './servers';
import { projectRoot, testRoot } from './test-root';

const ROOT = projectRoot();
/** Not for benches, which measure what people get. */
const PRELOADED =
  process.env['JEST_WORKER_ID'] === undefined
    ? []
    : ['--require', join(ROOT, 'test', 'support', 'compile-cache.cjs')];

export interface SpawnedApp {
  pid: number;
  /** Of its own HTTP server, without a final slash: the api's doors, or the worker's health and metrics. */
  url: string;
  /** Every line that it has printed so far, both streams. */
  logs: readonly string[];
  /** Sends a signal; SIGKILL by default. */
  kill(signal?: NodeJS.Signals): void;
  /** SIGTERM, then waits for the end. */
  stop(): Promise<Exit>;
  exited: Promise<Exit>;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface SpawnOptions {
  /** False: returns once it listens; true (default): once /health/ready says 200. */
  ready?: boolean;
  /** Milliseconds before it counts as not coming up; 30,000 by default. */
  patienceMs?: number;
}

/**
 * Starts the built api or worker as a process of its own (builds first when sources are newer).
 * @param environment laid over this process' own; see `testEnvironment`
 * @throws with its last lines when it exits early or does not come up
 */
export async function spawnApp(
  app: 'api' | 'worker',
  environment: Record<string, string>,
  options: SpawnOptions = {},
): Promise<SpawnedApp> {
  await buildOnce();
  for (let again = 2; ; again -= 1) {
    try {
      return await start(app, environment, options);
    } catch (error) {
      // On a machine that stands still for seconds a connection is given up: an orchestrator starts the app again.
      if (again === 0 || !/connection timeout|timeout exceeded when trying to connect/.test(String(error)))
        throw error;
    }
  }
}

async function start(
  app: 'api' | 'worker',
  environment: Record<string, string>,
  { ready = true, patienceMs = 30_000 }: SpawnOptions,
): Promise<SpawnedApp> {
  const script = join(ROOT, 'dist', 'apps', app, 'src', 'main.js');
  const child = spawn(process.execPath, [...PRELOADED, script], {
    cwd: testRoot(),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  remember(child.pid ?? null);
  const exited = new Promise<Exit>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const { logs, port } = follow(child);
  const late = wait(patienceMs, 'late' as const, { ref: false });
  const tail = (): string => logs.slice(-20).join('\n');
  const heard = await Promise.race([port, exited, late]);
  if (typeof heard !== 'number') {
    child.kill('SIGKILL');
    throw new Error(
      `${app} ${heard === 'late' ? 'did not listen in time' : 'ended early'}. Its last lines:\n${tail()}`,
    );
  }
  const url = `http://127.0.0.1:${heard}`;
  const over = Promise.race([exited, late]);
  if (ready && !(await isReady(url, over))) {
    child.kill('SIGKILL');
    throw new Error(`${app} did not become ready. Its last lines:\n${tail()}`);
  }
  return {
    pid: child.pid ?? 0,
    url,
    logs,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
    exited,
  };
}

/** Collects what a process prints, and finds the port in the line `"event.action":"listening"`. */
function follow(child: ChildProcess): { logs: string[]; port: Promise<number> } {
  const logs: string[] = [];
  const port = new Promise<number>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        logs.push(line);
        if (!line.includes('"event.action":"listening"')) return;
        const told = JSON.parse(line) as { port?: number };
        if (typeof told.port === 'number') resolve(told.port);
      });
    }
  });
  return { logs, port };
}

async function isReady(url: string, over: Promise<unknown>): Promise<boolean> {
  const patience = { over: false };
  void over.then(() => (patience.over = true));
  while (!patience.over) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.status === 200) return true;
    await answer?.body?.cancel();
    await wait(50);
  }
  return false;
}

/** The first test file of a run builds, the others wait: a folder is the lock, a file says that it is done. */
async function buildOnce(): Promise<void> {
  const built = join(testRoot(), 'built');
  const lock = join(testRoot(), 'build.lock');
  while (!existsSync(built)) {
    try {
      mkdirSync(lock);
    } catch {
      await wait(50);
      continue;
    }
    try {
      if (existsSync(built)) return;
      const { status, stderr } = spawnSync(process.execPath, ['apps/cli/run.mjs', 'build'], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`the build failed:\n${stderr}`);
      writeFileSync(built, '');
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}
