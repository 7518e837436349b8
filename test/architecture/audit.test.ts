import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIT_EVENTS } from '@pressroom/entities';

const ROOT = join(__dirname, '../..');
const LIST = 'libs/entities/src/audit/append-audit.ts';
const TEST = /[.]test[.]ts$/;

const texts = execFileSync('git', ['ls-files', 'apps/*.ts', 'libs/*.ts', 'test/*.ts'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && file !== LIST && existsSync(join(ROOT, file)))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));
const naming = (event: string, inTests: boolean): boolean =>
  texts.some(({ file, text }) => TEST.test(file) === inTests && text.includes(`'${event}'`));

describe('the events of the audit log', () => {
  it.each(AUDIT_EVENTS)('%s is written somewhere, and some test waits for it', (event) => {
    expect({ written: naming(event, false), tested: naming(event, true) }).toEqual({
      written: true,
      tested: true,
    });
  });

  it('are written by one statement', () => {
    const statement = /INSERT INTO audit_log/i;
    expect(texts.filter(({ file, text }) => !TEST.test(file) && statement.test(text))).toEqual([]);
  });
});
