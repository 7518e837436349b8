import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isAlive, readMark } from '../../apps/cli/src/servers';
import { remember } from '../support/servers';
import { testRoot } from '../support/test-root';

const ROOT = join(__dirname, '..', '..');
const READY = /^Pressroom is ready at (http:\/\/\S+)$/;

interface Start {
  lines: string[];
  url: string;
  process: ChildProcess;
  exited: Promise<number | string | null>;
}

/** Runs the command over a home until it says that it is ready. */
async function start(home: string, port: number): Promise<Start> {
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...own } = process.env;
  const child = spawn(process.execPath, ['apps/cli/run.mjs', 'start'], {
    cwd: ROOT,
    env: { ...own, NODE_ENV: 'development', PRESSROOM_HOME: home, PORT: String(port), WORKER_SLOTS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  remember(child.pid ?? null);
  const lines: string[] = [];
  const exited = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  );
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const ready = READY.exec(line)?.[1];
        if (ready !== undefined) resolve(ready);
      });
    }
    void exited.then((reason) =>
      reject(new Error(`the start ended (${String(reason)}):\n${lines.join('\n')}`)),
    );
  });
  return { lines, url, process: child, exited };
}

const marksIn = (home: string) =>
  ['api.json', 'worker.json', 'redis/process.json', 'start.json'].flatMap(
    (name) => readMark(join(home, name)) ?? [],
  );

const told = (lines: readonly string[], what: RegExp) =>
  lines.flatMap((line) => what.exec(line)?.[1] ?? [])[0] ?? '';

async function signIn(url: string, lines: readonly string[]): Promise<number> {
  const body = { email: 'demo@pressroom.example', password: told(lines, /Password: (\S+)$/) };
  const answer = await fetch(`${url}/api/auth/signin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.status;
}

describe('npm start', () => {
  it('goes from nothing to a report, survives kill -9, and leaves nothing running at the end', async () => {
    const home = join(testRoot(), 'start-home');
    mkdirSync(home);
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const address = busy.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const first = await start(home, port);
    expect(first.lines.at(-1)).toBe(`Pressroom is ready at ${first.url}`);
    expect(first.lines.join('\n')).toContain(`Port ${port} is busy`);
    const report = told(first.lines, /(\/\S+\.xlsx) \(/);
    expect(readFileSync(report).subarray(0, 2).toString()).toBe('PK');
    expect(await signIn(first.url, first.lines)).toBe(200);
    await expect(start(home, port)).rejects.toThrow('already runs');

    const left = marksIn(home);
    expect(left).toHaveLength(4);
    first.process.kill('SIGKILL');
    expect(await first.exited).toBe('SIGKILL');

    const second = await start(home, port);
    expect(left.some(isAlive)).toBe(false);
    expect(second.lines.join('\n')).not.toContain('Demo data');
    expect(told(second.lines, /Password: (\S+)$/)).toBe(told(first.lines, /Password: (\S+)$/));
    expect(await signIn(second.url, second.lines)).toBe(200);

    const running = marksIn(home);
    second.process.kill('SIGINT');
    expect(await second.exited).toBe(0);
    expect(running.some(isAlive)).toBe(false);
    expect(existsSync(join(home, 'postgres', 'postmaster.pid'))).toBe(false);
    await new Promise((resolve) => busy.close(resolve));
  }, 300_000);
});
