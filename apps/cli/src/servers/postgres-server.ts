import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPostgres } from './postgres-binaries';
import type { PostgresBinaries } from './postgres-binaries';
import { anyFreePort, nextFreePort } from './ports';
import { openFolder, settingsFor, versionOfFolder } from './postgres-folder';
import { childrenOf, commandOf, endProcess, isAlive, markOf } from './process-mark';
import type { ProcessMark } from './process-mark';
import { as, postgresIdentity } from './run-as';
import type { Identity } from './run-as';

export interface PostgresOptions {
  /** Data folder; made when it is not there. Its parents must be reachable for the user that runs PostgreSQL. */
  folder: string;
  /** The wished port, or the next free one; any free one when left out. */
  port?: number;
  /** False only for tests that survive no power failure. */
  durable?: boolean;
  /** Log file; its end is quoted when the server does not come up. */
  log: string;
}

export type StopMode = 'smart' | 'fast' | 'immediate';

const STOP_SIGNAL: Readonly<Record<StopMode, NodeJS.Signals>> = {
  smart: 'SIGTERM',
  fast: 'SIGINT',
  immediate: 'SIGQUIT',
};

/** One PostgreSQL of our own on 127.0.0.1, with a superuser whose password only we know. */
export class PostgresServer {
  private child: ChildProcess | null = null;
  private mark: ProcessMark | null = null;
  private readonly password: string;
  private readonly identity: Identity | null;
  readonly binaries: PostgresBinaries;
  port = 0;

  private constructor(private readonly options: PostgresOptions) {
    this.identity = postgresIdentity();
    this.binaries = findPostgres(this.identity, versionOfFolder(options.folder) ?? undefined);
    this.password = openFolder(options.folder, this.binaries, this.identity);
  }

  /**
   * Starts the server of a folder; one that a killed start left running there is ended first.
   * @throws with the end of the log when it does not come up within 30 s
   */
  static async start(options: PostgresOptions): Promise<PostgresServer> {
    const server = new PostgresServer(options);
    await server.endLeftover();
    await server.boot(options.port);
    return server;
  }

  /** Address as superuser; everything but making roles and databases goes through a role of its own. */
  adminUrl(database = 'postgres'): string {
    return `postgres://postgres:${this.password}@127.0.0.1:${this.port}/${database}`;
  }

  get pid(): number | null {
    return this.mark?.pid ?? null;
  }

  /** Resolves when the process has ended, for whatever reason. */
  get exited(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => child.once('exit', () => resolve()));
  }

  async stop(mode: StopMode = 'fast'): Promise<void> {
    this.hold();
    if (this.mark !== null) await endProcess(this.mark, STOP_SIGNAL[mode], 15_000);
    await this.exited;
  }

  /** The process and its children vanish at once; the postmaster's children notice within moments. */
  kill(): Promise<void> {
    this.hold();
    if (this.mark !== null && isAlive(this.mark)) process.kill(this.mark.pid, 'SIGKILL');
    return this.exited;
  }

  /** Stops (when it still runs) and starts again on the same port. */
  async restart(mode: StopMode = 'fast'): Promise<void> {
    await this.stop(mode);
    await this.boot(this.port, true);
  }

  /** Freezes the server: connections stay open and nothing answers. */
  pause(): void {
    this.signalAll('SIGSTOP');
  }

  resume(): void {
    this.signalAll('SIGCONT');
  }

  /** Its end is being waited for: without this the waiting process could run out of reasons to go on. */
  private hold(): void {
    this.child?.ref();
  }

  private signalAll(signal: NodeJS.Signals): void {
    if (this.mark === null) return;
    for (const pid of [...childrenOf(this.mark.pid), this.mark.pid]) {
      process.kill(pid, signal);
    }
  }

  private async boot(wished: number | undefined, exact = false): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (!exact) this.port = wished === undefined ? await anyFreePort() : await nextFreePort(wished);
      if (await this.tryBoot()) return;
      const end = readFileSync(this.options.log, 'utf8').slice(-1500).trim();
      // Between probing a port and using it another program may take it: then the next one is tried.
      if (exact || attempt === 5 || !/could not (bind|create any TCP)/.test(end)) {
        throw new Error(`PostgreSQL (${this.binaries.origin}) did not start. Its log ends with:\n${end}`);
      }
    }
  }

  private async tryBoot(): Promise<boolean> {
    const { folder, log } = this.options;
    this.dropStaleLock();
    const output = openSync(log, 'a', 0o600);
    // A session of its own: Ctrl-C at the terminal must not stop the database before its users.
    this.child = spawn(
      this.binaries.postgres,
      ['-D', folder, ...settingsFor(this.port, this.options.durable !== false)],
      {
        cwd: '/',
        detached: true,
        stdio: ['ignore', output, output],
        ...as(this.identity),
      },
    );
    closeSync(output);
    const spawned = { failed: false };
    this.child.once('error', () => (spawned.failed = true));
    this.mark = this.child.pid === undefined ? null : markOf(this.child.pid);
    this.child.unref();
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await wait(15)) {
      if (spawned.failed || this.child.exitCode !== null || this.child.signalCode !== null) return false;
      if (this.isReady()) return true;
    }
    await this.stop('immediate');
    return false;
  }

  /** The eighth line of the lock file says `ready` once connections are taken. */
  private isReady(): boolean {
    const lines = this.lockLines();
    return Number(lines[0]) === this.child?.pid && lines[7]?.trim() === 'ready';
  }

  private lockLines(): string[] {
    try {
      return readFileSync(join(this.options.folder, 'postmaster.pid'), 'utf8').split('\n');
    } catch {
      return [];
    }
  }

  /** After a kill -9 of the machine or a container the id in the lock file may belong to any other program. */
  private dropStaleLock(): void {
    const pid = Number(this.lockLines()[0]);
    if (pid > 0 && !serves(pid, this.options.folder))
      rmSync(join(this.options.folder, 'postmaster.pid'), { force: true });
  }

  private async endLeftover(): Promise<void> {
    const pid = Number(this.lockLines()[0]);
    if (!(pid > 0) || !serves(pid, this.options.folder)) return;
    const mark = markOf(pid);
    if (mark !== null) await endProcess(mark, 'SIGINT', 15_000);
  }
}

/** A postmaster of this very folder, not any program that has the id now. */
function serves(pid: number, folder: string): boolean {
  const command = commandOf(pid) ?? '';
  return command.includes('postgres') && command.includes(folder);
}
