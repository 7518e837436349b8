import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadConfig } from '@pressroom/config';
import { freshDatabase, tempFolder, testEnvironment, type TestDatabase } from '../support';

const ROOT = join(__dirname, '..', '..');
const UNUSED_REDIS = 'redis://127.0.0.1:1';

function run(command: string, args: string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, ['apps/cli/run.mjs', command, ...args], {
    cwd: ROOT,
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

  it('print keys that production takes, and rotate a ring', () => {
    const lines = run('keys', []).stdout.trim().split('\n');
    const secrets = Object.fromEntries(
      lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
    );
    const config = loadConfig({
      ...secrets,
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://reports.acme.test',
      DATABASE_URL: `postgres://pressroom:${secrets['DATABASE_PASSWORD'] ?? ''}@db/pressroom`,
      REDIS_URL: `redis://:${secrets['REDIS_PASSWORD'] ?? ''}@cache:6379`,
      STORAGE_URL: 'file:///var/lib/artefacts',
    });
    const [old] = config.signing.keys;
    const rotated = run('keys', ['--rotate', secrets['SIGNING_KEYS'] ?? '']).stdout.trim();
    expect(rotated.split(',')).toHaveLength(2);
    expect(rotated.startsWith(`${old?.kid ?? ''}:`)).toBe(true);
    expect(run('keys', ['--rotate', 'nonsense']).status).toBe(1);
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
