import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

export interface ChildOptions {
  name: 'api' | 'worker';
  environment: NodeJS.ProcessEnv;
  logFile: string;
  /** Each line of its log, parsed. */
  onLog: (line: Readonly<Record<string, unknown>>) => void;
  onStarted: (pid: number) => void;
}

/** What this file is in dist/: dist/apps/cli/src/start. */
const APPS = join(__dirname, '..', '..', '..');

/** One of our apps as a process of its own, its log in a file. */
export class Child {
  private process: ChildProcess | null = null;
  /** Written at once: the last lines before an end are the ones that matter. */
  private readonly log: number;
  private lastLines: string[] = [];
  private ended: Promise<string> = Promise.resolve('not started');
  /** Port of its own HTTP server, once it listens. */
  port = 0;

  constructor(readonly options: ChildOptions) {
    this.log = openSync(options.logFile, 'a', 0o600);
  }

  start(): void {
    const { name, environment, onStarted } = this.options;
    this.port = 0;
    this.lastLines = [];
    // A session of its own: Ctrl-C at the terminal reaches the start alone, which stops everything in order.
    const child = spawn(process.execPath, ['--enable-source-maps', join(APPS, name, 'src', 'main.js')], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.process = child;
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    });
    if (child.pid !== undefined) onStarted(child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.hear(line));
    }
  }

  /** Why it ended, in words, once it has. */
  get exited(): Promise<string> {
    return this.ended;
  }

  /**
   * Waits for /health/ready.
   * @throws with its last lines when it ends before, or after a minute
   */
  async ready(): Promise<void> {
    const end: { reason?: string } = {};
    void this.ended.then((reason) => (end.reason = reason));
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(40)) {
      if (end.reason !== undefined)
        throw new Error(`the ${this.options.name} ended (${end.reason}):\n${this.tail()}`);
      if (this.port === 0) continue;
      const answer = await fetch(`http://127.0.0.1:${this.port}/health/ready`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.status === 200) return;
    }
    throw new Error(`the ${this.options.name} did not become ready within a minute:\n${this.tail()}`);
  }

  /** SIGTERM, and SIGKILL when it is still there after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    const { process: child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await this.ended;
    clearTimeout(late);
  }

  private hear(line: string): void {
    writeSync(this.log, `${line}\n`);
    this.lastLines = [...this.lastLines.slice(-19), line];
    const parsed = parse(line);
    if (parsed === null) return;
    if (parsed['event.action'] === 'listening' && typeof parsed['port'] === 'number')
      this.port = parsed['port'];
    this.options.onLog(parsed);
  }

  private tail(): string {
    return this.lastLines.map((line) => `  | ${line}`).join('\n');
  }
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // a line that something else printed
    return null;
  }
}
