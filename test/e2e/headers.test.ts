import { randomBytes } from 'node:crypto';
import { spawnApp } from '../support';
import type { Answer } from './client';
import { type House, openHouse } from './house';

const FRIEND = 'https://app.example.org';

let house: House;
let closed: House;
beforeAll(async () => {
  [house, closed] = await Promise.all([
    openHouse({ worker: false, environment: { CORS_ORIGINS: FRIEND } }),
    openHouse({ worker: false }),
  ]);
}, 120_000);
afterAll(() => Promise.all([house.close(), closed.close()]));

const toldOf = ({ headers }: Answer) => ({
  type: headers.get('x-content-type-options'),
  frame: headers.get('x-frame-options'),
  referrer: headers.get('referrer-policy'),
  transport: headers.get('strict-transport-security'),
  policy: headers.get('content-security-policy'),
  poweredBy: headers.get('x-powered-by'),
  server: headers.get('server'),
});

describe('every answer', () => {
  it('forbids guessing, framing, referring and plain transport, and does not say what it runs on', async () => {
    const { stranger } = house;
    const answers: [string, number, Answer][] = [
      ['good', 200, await stranger.get('/health/live')],
      ['published keys', 200, await stranger.get('/.well-known/pressroom-keys.json')],
      ['not signed in', 401, await stranger.get('/api/user/me')],
      ['not there', 404, await stranger.get('/nowhere')],
      ['a bad link', 404, await stranger.get('/api/reports/download/nothing')],
      ['an erasure nobody asked for', 404, await stranger.get('/api/erasures/nothing')],
      ['not that way', 405, await stranger.ask('PUT', '/api/user/me', { json: {} })],
      [
        'unreadable',
        400,
        await stranger.ask('POST', '/api/auth/signin', {
          raw: '{',
          headers: { 'content-type': 'application/json' },
        }),
      ],
      ['wrong', 422, await stranger.post('/api/auth/signin', {})],
    ];
    for (const [name, status, answer] of answers) {
      expect([name, answer.status]).toEqual([name, status]);
      expect([name, toldOf(answer)]).toEqual([
        name,
        {
          type: 'nosniff',
          frame: 'DENY',
          referrer: 'no-referrer',
          transport: expect.stringContaining('max-age=31536000'),
          policy: expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
          poweredBy: null,
          server: null,
        },
      ]);
    }
  });
});

describe('scripts of other origins', () => {
  const from = (origin: string) => ({ origin });
  const preflight = (origin: string) => ({
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  });

  it('may read answers when their origin is named, without cookies', async () => {
    const read = await house.stranger.get('/health/live', from(FRIEND));
    expect(read.headers.get('access-control-allow-origin')).toBe(FRIEND);
    expect(read.headers.get('vary')).toMatch(/origin/i);
    expect(read.headers.get('access-control-allow-credentials')).toBeNull();
    const asked = await house.stranger.ask('OPTIONS', '/api/reports', preflight(FRIEND));
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, FRIEND]);
  });

  it.each([
    'https://evil.example',
    'null',
    'http://app.example.org',
    'https://app.example.org.evil.example',
    'https://APP.example.org:444',
  ])('may not when it is %s', async (origin) => {
    for (const answer of [
      await house.stranger.get('/health/live', from(origin)),
      await house.stranger.ask('OPTIONS', '/api/reports', preflight(origin)),
    ])
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('may not at all when no origin is named', async () => {
    const answer = await closed.stranger.get('/health/live', from(FRIEND));
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a start in production', () => {
  it('ends at once over a secret of an example, naming the variable and never its value', async () => {
    const weak = Buffer.from('replace_with_secure_secret_please!').toString('base64url');
    const environment = { ...house.environment, NODE_ENV: 'production', JWT_KEYS: `k1:${weak}` };
    for (const app of ['api', 'worker'] as const) {
      const failure: unknown = await spawnApp(app, environment).catch((error: unknown) => error);
      const said = failure instanceof Error ? failure.message : '';
      expect([app, said]).toEqual([app, expect.stringContaining('ended early')]);
      expect(said).toMatch(/JWT_KEYS \(key 1\) looks like a value from an example/);
      expect(said).not.toContain(weak);
    }
  }, 60_000);

  it('ends over a database role that no wall between accounts holds for, in the api and in the worker', async () => {
    const { NODE_ENV: _, ...base } = house.environment;
    const password = randomBytes(16).toString('base64url');
    const environment = {
      ...base,
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://reports.acme.test',
      CORS_ORIGINS: '',
      DATABASE_URL: house.adminUrl,
      // Nobody is there: the role is looked at before anything else is needed.
      REDIS_URL: `redis://:${password}@127.0.0.1:1`,
    };
    for (const app of ['api', 'worker'] as const) {
      const failure: unknown = await spawnApp(app, environment, { patienceMs: 90_000 }).catch(
        (error: unknown) => error,
      );
      const said = failure instanceof Error ? failure.message : '';
      expect([app, said]).toEqual([app, expect.stringContaining('ended early')]);
      expect(said).toMatch(/DATABASE_URL names a role that passes row-level security/);
      expect(said).not.toContain(password);
    }
  }, 240_000);
});
