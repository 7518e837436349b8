import { openRedis } from '@pressroom/cache';
import { freshDatabase, type SpawnedApp, spawnApp, startRedis, testEnvironment } from '../support';
import type { TestDatabase } from '../support/databases';
import type { TestRedis } from '../support/servers';
import { Client } from './client';
import { PASSWORD, signUp } from './house';

const LIMITS = { ANONYMOUS_PER_MINUTE: '20', SIGN_IN_PER_MINUTE: '40', ACCOUNT_PER_MINUTE: '30' };

let database: TestDatabase;
let redis: TestRedis;
let apis: [SpawnedApp, SpawnedApp];

beforeAll(async () => {
  [database, redis] = await Promise.all([freshDatabase(), startRedis({ durable: false })]);
  // The first stands behind one proxy, the second at the open network.
  const environment = { ...testEnvironment({ databaseUrl: database.url, redisUrl: redis.url }), ...LIMITS };
  const patience = { patienceMs: 90_000 };
  apis = [
    await spawnApp('api', { ...environment, TRUST_PROXY: '1' }, patience),
    await spawnApp('api', environment, patience),
  ];
}, 240_000);
afterAll(async () => {
  await Promise.all(apis.map((api) => api.stop()));
  await redis.stop();
  await database.drop();
});

const proxied = (): Client => new Client(apis[0].url);
const direct = (): Client => new Client(apis[1].url);
/** As the proxy tells of somebody. */
const from = (ip: string): Record<string, string> => ({ 'x-forwarded-for': ip });

async function statuses(count: number, ask: (n: number) => Promise<{ status: number }>): Promise<number[]> {
  return (await Promise.all(Array.from({ length: count }, (_, n) => ask(n)))).map(({ status }) => status);
}
const countOf = (all: number[], status: number): number => all.filter((each) => each === status).length;

describe('the limits', () => {
  it('hold for strangers under a parallel burst, network by network, and say when to come back', async () => {
    const all = await statuses(60, () => proxied().get('/docs/openapi.json', from('203.0.113.7')));
    expect([countOf(all, 200), countOf(all, 429)]).toEqual([20, 40]);
    const refused = await proxied().get('/api/reports', from('203.0.113.7'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-policy')).toBe('"anonymous";q=20;w=60');
    expect(refused.headers.get('ratelimit')).toMatch(/^"anonymous";r=0;t=\d+$/);
    expect((refused.body as { code: string }).code).toBe('too_many_requests');
    const other = await proxied().get('/docs/openapi.json', from('203.0.113.8'));
    expect(other.headers.get('ratelimit')).toMatch(/^"anonymous";r=19;/);
    expect((await proxied().get('/health/live', from('203.0.113.7'))).status).toBe(200);
  });

  it('are not escaped by what a client writes before its proxy does, nor by bent credentials', async () => {
    const forged = await statuses(40, (n) =>
      proxied().get('/docs/openapi.json', from(`198.51.100.${n}, 203.0.113.9`)),
    );
    expect(countOf(forged, 200)).toBe(20);
    const bent = await statuses(40, (n) =>
      proxied().get('/api/reports', { ...from('203.0.113.10'), authorization: `Bearer ${n}` }),
    );
    expect([countOf(bent, 401), countOf(bent, 429)]).toEqual([20, 20]);
    const keys = await statuses(40, (n) =>
      proxied().get('/api/reports', {
        ...from('203.0.113.11'),
        'x-api-key': `prk_${String(n).padStart(43, 'A')}`,
      }),
    );
    expect([countOf(keys, 401), countOf(keys, 429)]).toEqual([20, 20]);
    // No guard looks at credentials there.
    for (const [n, path] of [
      '/docs/openapi.json',
      '/nowhere',
      '/admin',
      '/admin/queues',
      '/docs/x',
    ].entries()) {
      const claimed = { ...from(`203.0.113.${20 + n}`), authorization: 'Bearer x', 'x-api-key': 'x' };
      const all = await statuses(25, () => proxied().get(path, claimed));
      expect([path, countOf(all, 429)]).toEqual([path, 5]);
    }
  });

  it('take a household of IPv6 as one, and no header for granted without a proxy', async () => {
    const house = await statuses(40, (n) =>
      proxied().get('/docs/openapi.json', from(`2001:db8:1:2::${n + 1}`)),
    );
    expect(countOf(house, 200)).toBe(20);
    const spoofed = await statuses(60, (n) => direct().get('/docs/openapi.json', from(`192.0.2.${n}`)));
    expect(countOf(spoofed, 429)).toBeGreaterThanOrEqual(40);
  });

  it('hold for an account over both processes together', async () => {
    const person = await signUp(apis[1].url, 'limited@example.org');
    const both = [person, new Client(apis[0].url, person.token)];
    const all: number[] = [];
    for (let round = 0; round < 12; round += 1)
      all.push(...(await statuses(5, (n) => (both[(n + round) % 2] ?? person).get('/api/limits'))));
    // What was counted before the minute's end weighs a little less by the end of these requests.
    expect(countOf(all, 200)).toBeGreaterThanOrEqual(30);
    expect(countOf(all, 200)).toBeLessThan(35);
    expect(countOf(all, 200) + countOf(all, 429)).toBe(60);
  });

  it('can be read', async () => {
    const person = await signUp(apis[1].url, 'reader@example.org');
    const answer = await person.get('/api/limits');
    expect(answer.body).toMatchObject({
      requests: [
        { name: 'anonymous', per: 'network', limit: 20, windowSeconds: 60 },
        { name: 'sign-in', per: 'network', limit: 40, windowSeconds: 60 },
        { name: 'account', per: 'account', limit: 30, windowSeconds: 60 },
      ],
      failedSignIns: { limit: 10, windowSeconds: 900 },
      codes: {
        perNumber: [
          { limit: 1, windowSeconds: 60 },
          { limit: 5, windowSeconds: 3600 },
          { limit: 10, windowSeconds: 86_400 },
        ],
        perNetwork: [
          { limit: 10, windowSeconds: 3600 },
          { limit: 50, windowSeconds: 86_400 },
        ],
        seconds: 300,
        tries: 5,
        failures: { limit: 10, windowSeconds: 3600 },
        longestWaitSeconds: 3600,
      },
      exports: { limit: 1, windowSeconds: 86_400 },
      imports: { open: 20 },
      links: { seconds: 300 },
    });
    const again = await person.get('/api/limits', { 'if-none-match': answer.headers.get('etag') ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('count wrong passwords over both processes together, and forget them after the right one', async () => {
    const email = 'guessed@example.org';
    await signUp(apis[1].url, email);
    const guess = (n: number, password: string) =>
      (n % 2 === 0 ? direct() : proxied()).post('/api/auth/signin', { email, password });
    expect(countOf(await statuses(5, (n) => guess(n, 'wrong')), 401)).toBe(5);
    expect((await guess(1, PASSWORD)).status).toBe(200);
    const all = await statuses(16, (n) => guess(n, 'wrong'));
    // Either process may still remember tries that the other one has forgotten, never the other way round.
    expect(countOf(all, 401)).toBeLessThanOrEqual(10);
    expect(countOf(all, 429)).toBeGreaterThanOrEqual(6);
    expect((await guess(0, PASSWORD)).status).toBe(429);
  });

  it('keep no address, account or e-mail in Redis', async () => {
    const connection = openRedis(redis.url);
    await new Promise((ready) => connection.once('ready', ready));
    const keys = await connection.keys('*');
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join('\n')).not.toMatch(/203\.0|2001:|example\.org|@/);
    connection.disconnect();
  });

  it('hold for strangers and guesses while Redis is away, and nobody is refused because of it', async () => {
    await redis.kill();
    const person = { email: 'guessed-more@example.org', password: 'wrong' };
    const guesses = await statuses(16, () =>
      proxied().post('/api/auth/signin', person, from('203.0.113.77')),
    );
    expect([countOf(guesses, 401), countOf(guesses, 429)]).toEqual([10, 6]);
    const reads = await statuses(60, () => proxied().get('/docs/openapi.json', from('203.0.113.78')));
    expect([countOf(reads, 200), countOf(reads, 429)]).toEqual([20, 40]);
  });
});
