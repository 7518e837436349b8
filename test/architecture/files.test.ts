import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const LONGEST = 200;
/** Tables of constants, migrations and table tests may be as long as they are. */
const FREE = /\/migrations\/|[.]test[.]ts$|-table[.]ts$/;

const tracked = execFileSync('git', ['ls-files', '*.ts', '*.cjs', '*.mjs'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter(Boolean);
const allowed = new Map(
  readFileSync(join(__dirname, 'long-files'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)] as const),
);
const lines = (file: string): number => readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;

describe('files', () => {
  it(`have at most ${LONGEST} lines, or a line in long-files that says why`, () => {
    const long = tracked.filter((file) => !FREE.test(file) && lines(file) > LONGEST && !allowed.has(file));
    expect(long).toEqual([]);
  });

  it('are excused only as long as they need it', () => {
    const idle = [...allowed.keys()].filter((file) => !tracked.includes(file) || lines(file) <= LONGEST);
    expect(idle).toEqual([]);
  });

  it('live in rooms that say what they do', () => {
    const vague = tracked.filter((file) =>
      /(^|\/)(common|shared|utils?|helpers?|core|misc|interfaces|types|constants)(\/|[.]ts$)/.test(file),
    );
    expect(vague).toEqual([]);
  });
});
