import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@pressroom/config';
import { testEnvironment } from '../support';

const ROOT = join(__dirname, '../..');
/** Kept in its place for what is to come: every installation has the ring by then. */
const NOT_YET = ['data'];

const sources = execFileSync('git', ['ls-files', 'apps/*.ts', 'libs/*.ts'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter(
    (file) => existsSync(join(ROOT, file)) && file !== '' && !/^libs\/config\/|[.]test[.]ts$/.test(file),
  )
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');

describe('the configuration', () => {
  it('has nothing in it that nobody looks at', () => {
    const config = loadConfig(testEnvironment({ databaseUrl: 'postgres://a:1/x', redisUrl: 'redis://a:2' }));
    const fields = Object.entries(config)
      .filter(([slice]) => !NOT_YET.includes(slice))
      .flatMap(([slice, value]: [string, unknown]) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)
          ? Object.keys(value)
          : [slice],
      );
    expect(fields.length).toBeGreaterThan(50);
    expect(fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(sources))).toEqual([]);
  });
});
