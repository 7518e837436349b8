import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, newKey, parseRing, writeRing } from '@pressroom/config';
import { newId } from '@pressroom/kernel';
import { DownloadSigner } from '@pressroom/signing';
import { freshDatabase, tempFolder, testEnvironment, type TestDatabase } from '../support';

const ROOT = join(__dirname, '..', '..');
const UNUSED_REDIS = 'redis://127.0.0.1:1';

function run(command: string, args: string[], environment: Record<string, string> = {}, input = '') {
  return spawnSync(process.execPath, ['apps/cli/run.mjs', command, ...args], {
    cwd: ROOT,
    input,
    env: { ...process.env, PRESSROOM_HOME: tempFolder('home').path, ...environment },
    encoding: 'utf8',
  });
}

describe('the commands', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  const linesIn = (stdout: string): Record<string, string> =>
    Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
    );

  it('print keys that production takes, other ones each time', () => {
    const [secrets, others] = [linesIn(run('keys', []).stdout), linesIn(run('keys', []).stdout)];
    expect(Object.keys(others)).toEqual(Object.keys(secrets));
    expect(new Set([...Object.values(secrets), ...Object.values(others)]).size).toBe(
      2 * Object.keys(secrets).length,
    );
    const config = loadConfig({
      ...secrets,
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://reports.acme.test',
      DATABASE_URL: `postgres://pressroom:${secrets['DATABASE_PASSWORD'] ?? ''}@db/pressroom`,
      REDIS_URL: `redis://:${secrets['REDIS_PASSWORD'] ?? ''}@cache:6379`,
      STORAGE_URL: 'file:///var/lib/artefacts',
    });
    expect(config.signing.keys).toHaveLength(1);
  });

  it('rotate a ring of the environment, of a file or of the standard input: the new key signs, the old one still verifies', () => {
    const ring = writeRing([newKey()]);
    const file = join(tempFolder('secrets').path, 'ring');
    writeFileSync(file, `${ring}\n`);
    const rotated = [
      run('keys', ['--rotate', 'SIGNING_KEYS'], { SIGNING_KEYS: ring }),
      run('keys', ['--rotate=SIGNING_KEYS'], { SIGNING_KEYS: '', SIGNING_KEYS_FILE: file }),
      run('keys', ['--rotate', '-'], {}, `${ring}\n`),
    ].map(({ status, stdout, stderr }) => {
      expect({ status, stderr }).toMatchObject({ status: 0 });
      return stdout.trim();
    });
    expect(rotated.map((line) => line.startsWith('SIGNING_KEYS='))).toEqual([true, true, false]);
    const keys = parseRing(linesIn(rotated[0] ?? '')['SIGNING_KEYS'] ?? '');
    expect(writeRing(keys.slice(0, 1))).toBe(ring);
    const [now, grant] = [new Date(), { rid: newId(), fmt: 'pdf', ver: 1, ep: 0 }];
    const [before, during, after] = [parseRing(ring), keys, keys.slice(1)].map(
      (each) => new DownloadSigner(each),
    );
    const [old, fresh] = [before?.sign(grant, now).token ?? '', during?.sign(grant, now).token ?? ''];
    expect([during?.verify(old, now), during?.verify(fresh, now)]).toEqual([
      expect.objectContaining(grant),
      expect.objectContaining(grant),
    ]);
    expect(before?.verify(fresh, now)).toBe('bad');
    // The old one is taken out of the front: what it signed is worth nothing from then on.
    expect(after?.verify(old, now)).toBe('bad');
    expect(after?.verify(fresh, now)).toEqual(expect.objectContaining(grant));
  });

  it('say in words what is wrong with a ring, and repeat no key', () => {
    const secret = randomBytes(32).toString('base64url');
    const ring = `k1:${secret}`;
    const cases: [string[], Record<string, string>, string, RegExp][] = [
      [['--rotate', 'SIGNING_KEYS'], { SIGNING_KEYS: '' }, '', /SIGNING_KEYS is not set/],
      [['--rotate', 'JWT_KEYS'], { JWT_KEYS: `${ring},${ring}` }, '', /\(key 2\) has the kid of another key/],
      [['--rotate', '-'], {}, `${ring},${secret}`, /\(key 2\) is not written as kid:base64url/],
      [['--rotate', ring], { SIGNING_KEYS: ring }, '', /takes the name of a ring.*\nusage/],
      [['--rotated', 'SIGNING_KEYS'], { SIGNING_KEYS: ring }, '', /^usage/],
    ];
    for (const [args, environment, input, words] of cases) {
      const { status, stdout, stderr } = run('keys', args, environment, input);
      expect([args[0], status, stdout]).toEqual([args[0], 1, '']);
      expect(stderr).toMatch(words);
      expect(stderr).not.toContain(secret);
    }
  });

  it('migrate once, make the first operator once, and seed once', () => {
    const environment = {
      ...testEnvironment({ databaseUrl: database.url, redisUrl: UNUSED_REDIS }),
      OPERATOR_EMAIL: 'ops@acme.test',
      OPERATOR_PASSWORD: randomBytes(16).toString('base64url'),
    };
    expect(run('migrate', [], environment).stdout).toMatch(/Migrated: .*\nMade the operator/);
    expect(run('migrate', [], environment).stdout).toMatch(/up to date.*\nThe operator .* is there already/);
    const seeds = ['--people', '3', '--logs', '60', '--until', '2026-01-31'];
    expect(run('seed', seeds, environment).stdout).toMatch(/3 demo people with 60 food logs.*\nSign in as/);
    expect(run('seed', seeds, environment).stdout).toMatch(/keeps its password/);
    const made = run('operator', ['--email', 'second@acme.test'], environment);
    expect(made.stdout).toMatch(/is an operator now\. Password, shown this once: \S{24}/);
  });

  it('stop over an incomplete production environment and name what is missing', () => {
    const { status, stderr } = run('migrate', [], { NODE_ENV: 'production', SIGNING_KEYS: 'k1:c2hvcnQ' });
    expect(status).toBe(1);
    expect(stderr).toContain('SIGNING_KEYS (key 1) is shorter than 32 bytes');
    expect(stderr).toContain('JWT_KEYS is not set');
    expect(stderr).not.toContain('c2hvcnQ');
  });

  it('refuse in production a role that row-level security does not hold', () => {
    const { NODE_ENV: _, ...base } = testEnvironment({
      databaseUrl: database.adminUrl,
      redisUrl: UNUSED_REDIS,
    });
    const { status, stderr } = run('migrate', [], {
      ...base,
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://reports.acme.test',
      REDIS_URL: `redis://:${randomBytes(16).toString('base64url')}@127.0.0.1:1`,
    });
    expect(status).toBe(1);
    expect(stderr).toContain('no superuser');
  });

  it('tell an unknown command what there is', () => {
    const { status, stderr } = run('dance', []);
    expect(status).toBe(2);
    expect(stderr).toContain('start');
  });
});
