import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { tempFolder } from '../../../../test/support/test-root';
import { childrenOf, endProcess, isAlive, keepMark, markOf, readMark } from './process-mark';

const SLEEPER = ['-e', 'setInterval(() => undefined, 1000)'];
const STUBBORN = [
  '-e',
  "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000); console.log('up')",
];

describe('the mark of a process', () => {
  it('knows a process from another one that has its id now', () => {
    const own = markOf(process.pid);
    expect(own !== null && isAlive(own)).toBe(true);
    expect(isAlive({ pid: process.pid, born: 'another time' })).toBe(false);
    expect(markOf(2 ** 30)).toBeNull();
  });

  it('survives in a file, and a broken file is no mark', () => {
    const path = join(tempFolder('marks').path, 'mark.json');
    expect(readMark(path)).toBeNull();
    keepMark(path, { pid: 7, born: 'then' });
    expect(readMark(path)).toEqual({ pid: 7, born: 'then' });
  });

  it('ends its process, the stubborn one by force, and a stranger never', async () => {
    const gentle = spawn(process.execPath, SLEEPER);
    const stubborn = spawn(process.execPath, STUBBORN, { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(stubborn.stdout, 'data');
    const marks = [gentle, stubborn].map((child) => markOf(child.pid ?? 0));
    expect(childrenOf(process.pid)).toEqual(expect.arrayContaining([gentle.pid, stubborn.pid]));
    await endProcess({ pid: gentle.pid ?? 0, born: 'another time' }, 'SIGKILL', 0);
    expect(marks.map((mark) => mark !== null && isAlive(mark))).toEqual([true, true]);
    for (const mark of marks) if (mark !== null) await endProcess(mark, 'SIGTERM', 300);
    expect(marks.map((mark) => mark !== null && isAlive(mark))).toEqual([false, false]);
    expect(stubborn.signalCode ?? 'SIGKILL').toBe('SIGKILL');
  });
});
