import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { anyFreePort, nextFreePort } from './ports';
import { dropMark, endProcess, isAlive, keepMark, markOf, readMark } from './process-mark';
import type { ProcessMark } from './process-mark';
import { findRedis, HOW_TO_GET_REDIS, redisEnvironment } from './redis-binary';
import type { RedisBinary } from './redis-binary';

export interface RedisOptions {
  /** Folder of its data and settings; made when it is not there. */
  folder: string;
  /** The wished port, or the next free one; any free one when left out. */
  port?: number;
  /** The password of an earlier start; a new one when left out. */
  password?: string;
  log: string;
  /** False turns the append-only file off: for tests that never restart it. */
  durable?: boolean;
}

/** One Redis of our own on 127.0.0.1: password, append-only file, nothing evicted. */
export class RedisServer {
  private child: ChildProcess | null = null;
  private mark: ProcessMark | null = null;
  private readonly password: string;
  port = 0;

  private constructor(
    private readonly options: RedisOptions,
    readonly binary: RedisBinary,
  ) {
    this.password = options.password ?? randomBytes(24).toString('base64url');
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  /**
   * Starts a server over a folder; one that a killed start left running there is ended first.
   * @throws when none is installed, or with the end of the log when it does not come up within 20 s
   */
  static async start(options: RedisOptions, binary: RedisBinary | null = findRedis()): Promise<RedisServer> {
    if (binary === null) throw new Error(`No Redis to start: ${HOW_TO_GET_REDIS}`);
    const server = new RedisServer(options, binary);
    const leftover = readMark(server.markFile);
    if (leftover !== null) await endProcess(leftover, 'SIGTERM', 10_000);
    await server.boot();
    return server;
  }

  get url(): string {
    return `redis://:${this.password}@127.0.0.1:${this.port}`;
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

  async stop(): Promise<void> {
    this.hold();
    if (this.mark !== null) await endProcess(this.mark, 'SIGTERM', 10_000);
    await this.exited;
    dropMark(this.markFile);
  }

  /** Gone at once, without saving. */
  kill(): Promise<void> {
    this.hold();
    this.signal('SIGKILL');
    return this.exited;
  }

  /** Stops (when it still runs) and starts again on the same port. */
  async restart(): Promise<void> {
    await this.stop();
    await this.boot(true);
  }

  /** Freezes the server: connections stay open and nothing answers. */
  pause(): void {
    this.signal('SIGSTOP');
  }

  resume(): void {
    this.signal('SIGCONT');
  }

  /** Its end is being waited for: without this the waiting process could run out of reasons to go on. */
  private hold(): void {
    this.child?.ref();
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.mark !== null && isAlive(this.mark)) process.kill(this.mark.pid, signal);
  }

  private get markFile(): string {
    return join(this.options.folder, 'process.json');
  }

  private async boot(exact = false): Promise<void> {
    const { port, log } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      if (!exact) this.port = port === undefined ? await anyFreePort() : await nextFreePort(port);
      if (await this.tryBoot()) return;
      const end = readFileSync(log, 'utf8').slice(-1500).trim();
      // Between probing a port and using it another program may take it: then the next one is tried.
      if (exact || attempt === 5 || !/[Aa]ddress already in use/.test(end)) {
        throw new Error(`Redis (${this.binary.origin}) did not start. Its log ends with:\n${end}`);
      }
    }
  }

  private async tryBoot(): Promise<boolean> {
    const output = openSync(this.options.log, 'a', 0o600);
    // A session of its own: Ctrl-C at the terminal must not stop it before its users.
    const child = spawn(this.binary.program, [this.writeSettings()], {
      cwd: this.options.folder,
      detached: true,
      stdio: ['ignore', output, output],
      env: redisEnvironment(this.binary),
    });
    closeSync(output);
    this.child = child;
    const spawned = { failed: false };
    child.once('error', () => (spawned.failed = true));
    child.unref();
    this.mark = child.pid === undefined ? null : markOf(child.pid);
    if (this.mark !== null) keepMark(this.markFile, this.mark);
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(10)) {
      if (spawned.failed || child.exitCode !== null || child.signalCode !== null) return false;
      if (await answersPing(this.port, this.password)) return true;
    }
    await this.stop();
    return false;
  }

  /** A file instead of arguments: everyone may read arguments, and one of them is the password. */
  private writeSettings(): string {
    const path = join(this.options.folder, 'redis.conf');
    const durable = this.options.durable !== false;
    const lines = [
      'bind 127.0.0.1',
      `port ${this.port}`,
      `requirepass ${this.password}`,
      `dir "${this.options.folder}"`,
      `appendonly ${durable ? 'yes' : 'no'}`,
      'appendfsync everysec',
      'save ""',
      'maxmemory-policy noeviction',
      'databases 1',
      'daemonize no',
    ];
    writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
    return path;
  }
}

/** True when a Redis with this password answers; while it still loads its file it answers something else. */
function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    let answer = '';
    const end = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('+PONG')) end(true);
      else if (answer.split('\r\n').length > 2 || answer.startsWith('-')) end(false);
    });
  });
}
