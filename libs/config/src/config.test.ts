import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { variableNames } from './load-config';
import { ConfigError, HOME_FILES, loadConfig, newKey, slotsFor, writeRing } from './index';

const ring = () => writeRing([newKey()]);
const fresh = () => randomBytes(32).toString('base64url');

function productionEnvironment(): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://reports.acme.test/',
    DATABASE_URL: `postgres://app:${fresh()}@db:5432/app`,
    REDIS_URL: `redis://:${fresh()}@cache:6379`,
    STORAGE_URL: 'file:///var/lib/artefacts',
    SIGNING_KEYS: ring(),
    JWT_KEYS: ring(),
    DATA_KEYS: ring(),
    OTP_PEPPER: fresh(),
  };
}

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'pressroom-config-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('takes a complete production environment', () => {
    const config = loadConfig(productionEnvironment());
    expect(config.environment).toBe('production');
    expect(config.http.publicUrl).toBe('https://reports.acme.test');
    expect(config.reports).toMatchObject({ limitSeconds: 60, retries: 3, retryBackoffSeconds: [2, 10, 30] });
    expect(config.signing.keys[0]?.secret).toHaveLength(32);
    expect(config.redis.checkDurability).toBe(true);
  });

  it('names everything that production lacks at once', () => {
    const faults = faultsOf({ NODE_ENV: 'production' });
    for (const name of [
      'PUBLIC_URL',
      'DATABASE_URL',
      'REDIS_URL',
      'STORAGE_URL',
      'SIGNING_KEYS',
      'JWT_KEYS',
      'DATA_KEYS',
      'OTP_PEPPER',
    ]) {
      expect(faults.filter((fault) => fault.startsWith(`${name} is not set`))).toHaveLength(1);
    }
  });

  it.each([
    ['short', 'k1:c2hvcnQ', 'is shorter than 32 bytes'],
    [
      'of an example',
      `k1:${Buffer.from('replace_with_secure_secret_please!').toString('base64url')}`,
      'example',
    ],
    ['of one byte', `k1:${Buffer.alloc(32, 7).toString('base64url')}`, 'repeats itself'],
    [
      'of a repeated half',
      `k1:${Buffer.concat([Buffer.from('7hGq!x9PzL2#mW5v'), Buffer.from('7hGq!x9PzL2#mW5v')]).toString('base64url')}`,
      'repeats itself',
    ],
    [
      'of a sequence',
      `k1:${Buffer.from(Array.from({ length: 40 }, (_, i) => i)).toString('base64url')}`,
      'easy to guess',
    ],
    ['without a kid', fresh(), 'is not written as kid:base64url'],
    ['with a kid used twice', `a:${fresh()},a:${fresh()}`, 'has the kid of another key'],
  ])('refuses a signing key %s, by its name and never by its value', (_, value, words) => {
    const faults = faultsOf({ ...productionEnvironment(), SIGNING_KEYS: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('SIGNING_KEYS');
    expect(faults[0]).toContain(words);
    expect(faults[0]).not.toContain(value);
  });

  it('refuses one value in two places', () => {
    const key = newKey();
    const base = productionEnvironment();
    const twice = {
      ...base,
      SIGNING_KEYS: writeRing([key]),
      JWT_KEYS: writeRing([{ ...key, kid: 'other' }]),
    };
    expect(faultsOf(twice)).toEqual(['JWT_KEYS has the same value as SIGNING_KEYS']);
    expect(
      faultsOf({ ...base, JWT_KEYS: writeRing([key]), OTP_PEPPER: key.secret.toString('base64url') }),
    ).toEqual(['OTP_PEPPER has the same value as JWT_KEYS']);
  });

  it('takes any freshly made keys', () => {
    const base = productionEnvironment();
    for (let round = 0; round < 200; round += 1) {
      expect(faultsOf({ ...base, SIGNING_KEYS: ring(), OTP_PEPPER: fresh() })).toEqual([]);
    }
  });

  it.each([
    ['TRUST_PROXY', 'true'],
    ['CORS_ORIGINS', '*'],
    ['OTP_ECHO', 'on'],
    ['SMS_URL', 'log://console'],
    ['SMS_URL', 'http://sms.acme.test/send'],
    ['SMS_COUNTRIES', '+49'],
    ['FAULT', 'after_claim:1'],
    ['TEST_TEMPLATES', '/tmp/templates.js'],
    ['REDIS_URL', 'redis://cache:6379'],
    ['DATABASE_URL', 'postgres://app:postgres@db/app'],
    ['GOOGLE_JWKS_URL', 'http://keys.test/'],
    ['OPERATOR_EMAIL', 'ada@acme.test'],
    ['NODE_ENV', 'prod'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
  ])('stops production over %s=%s', (name, value) => {
    const faults = faultsOf({ ...productionEnvironment(), [name]: value });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([name]);
  });

  it('reads secrets from files', () => {
    const path = join(home, 'keys');
    const text = ring();
    writeFileSync(path, `${text}\n`);
    const { SIGNING_KEYS: _, ...rest } = productionEnvironment();
    expect(writeRing(loadConfig({ ...rest, SIGNING_KEYS_FILE: path }).signing.keys)).toBe(text);
    expect(faultsOf({ ...rest, SIGNING_KEYS_FILE: join(home, 'nowhere') })).toEqual([
      "SIGNING_KEYS_FILE names a file that can't be read (ENOENT)",
    ]);
    expect(faultsOf({ ...rest, SIGNING_KEYS: text, SIGNING_KEYS_FILE: path })).toHaveLength(1);
  });

  it('lets development take what the start wrote into its home, and the environment wins over it', () => {
    const generated = { SIGNING_KEYS: ring(), JWT_KEYS: ring(), DATA_KEYS: ring(), OTP_PEPPER: fresh() };
    writeFileSync(join(home, HOME_FILES.secrets), JSON.stringify(generated));
    writeFileSync(
      join(home, HOME_FILES.servers),
      JSON.stringify({ DATABASE_URL: 'postgres://a:1/x', REDIS_URL: 'redis://a:2' }),
    );
    const config = loadConfig({ PRESSROOM_HOME: home, REDIS_URL: 'redis://b:3', DOCS: '' });
    expect(config.database.url).toBe('postgres://a:1/x');
    expect(config.redis.url).toBe('redis://b:3');
    expect(config.storage.url).toBe(`file://${home}/files`);
    expect(config.http.docs).toBe(true);
    expect(faultsOf({ ...productionEnvironment(), PRESSROOM_HOME: home, JWT_KEYS: '' })).toHaveLength(1);
  });

  it('says in development how to come by what is missing', () => {
    const faults = faultsOf({ PRESSROOM_HOME: home });
    expect(faults).toHaveLength(6);
    expect(faults.every((fault) => fault.includes('npm start'))).toBe(true);
  });

  it('counts the builds that fit into cores and memory', () => {
    const megabytes = (count: number) => count * 1_048_576;
    expect([slotsFor(2, megabytes(4096)), slotsFor(8, megabytes(512)), slotsFor(4, megabytes(100))]).toEqual([
      3, 2, 1,
    ]);
  });
});

describe('the example of an environment', () => {
  const lines = readFileSync(join(__dirname, '../../../.env.example'), 'utf8').split('\n');
  const named = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
  const composeOnly = ['POSTGRES_PASSWORD', 'DATABASE_PASSWORD', 'REDIS_PASSWORD', 'API_PORT'];

  it('names every variable that is read, once, and no other', () => {
    expect([...named].sort()).toEqual([...variableNames(), ...composeOnly].sort());
  });

  it('carries no value, so that none can be left in place', () => {
    expect(lines.filter((line) => /^[A-Z_]+=./.test(line))).toEqual([]);
  });
});
