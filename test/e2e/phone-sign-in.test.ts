import { Redis } from 'ioredis';
import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { withClient } from '../../apps/cli/src/servers';
import { freshDatabase, type SpawnedApp, spawnApp, startRedis, testEnvironment } from '../support';
import type { TestDatabase } from '../support/databases';
import type { TestRedis } from '../support/servers';
import { SmsGateway } from '../support/sms-gateway';
import { type Answer, Client } from './client';
import { problemIn } from './problem';

const PATIENCE = { patienceMs: 90_000 };

let database: TestDatabase;
let redis: TestRedis;
let gateway: SmsGateway;
let environment: Record<string, string>;
let api: SpawnedApp;
let worker: SpawnedApp;
const gone: SpawnedApp[] = [];

beforeAll(async () => {
  [database, redis, gateway] = await Promise.all([
    freshDatabase(),
    startRedis({ durable: false }),
    SmsGateway.open(),
  ]);
  environment = {
    ...testEnvironment({ databaseUrl: database.url, redisUrl: redis.url }),
    SMS_URL: gateway.url.replace('http://', 'http://press:gateway-password@'),
    TRUST_PROXY: '1',
  };
  [api, worker] = await Promise.all([
    spawnApp('api', environment, PATIENCE),
    spawnApp('worker', environment, PATIENCE),
  ]);
}, 240_000);
afterAll(async () => {
  await Promise.all([api.stop(), worker.stop()]);
  await gateway.close();
  await redis.stop();
  await database.drop();
});

let serial = 0;
/** A number of nobody's, asked for from a network of its own. */
function somebody() {
  serial += 1;
  const phone = `+1202555${String(1000 + serial)}`;
  const headers = { 'x-forwarded-for': `203.0.113.${serial}` };
  const client = new Client(api.url);
  return {
    phone,
    request: (): Promise<Answer> => client.post('/api/auth/otp/request', { phone }, headers),
    verify: (code: string): Promise<Answer> => client.post('/api/auth/otp/verify', { phone, code }, headers),
    code: () => codeFor(phone),
  };
}

/** @throws when no message has come within 20 seconds */
async function codeFor(phone: string, after = 0): Promise<string> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(50)) {
    const sent = gateway.taken.filter(({ to }) => to === phone).length;
    const code = gateway.lastCode(phone);
    if (code !== null && sent > after) return code;
  }
  throw new Error(`no code has come to ${phone}`);
}

const deliveries = (): Promise<{ status: string; attempts: number }[]> =>
  withClient(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ status: string; attempts: number }>(
      'SELECT status, attempts FROM deliveries ORDER BY id DESC',
    );
    return rows;
  });

async function newestDelivery(status: string): Promise<{ status: string; attempts: number }> {
  let last: unknown = null;
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(50)) {
    const [newest] = await deliveries();
    if (newest?.status === status) return newest;
    last = newest;
  }
  throw new Error(`the newest message is not ${status}: ${JSON.stringify(last)}`);
}

describe('signing in by phone', () => {
  it('goes from a number to an account by the code of a message', async () => {
    const ana = somebody();
    const asked = await ana.request();
    expect([asked.status, asked.headers.get('cache-control'), asked.body]).toEqual([
      202,
      'no-store',
      { status: 'SENT_IF_POSSIBLE', expiresIn: 300, resendAfter: 60 },
    ]);
    const code = await ana.code();
    const wrong = problemIn(await ana.verify(String((Number(code) + 1) % 1e6).padStart(6, '0')));
    expect([wrong.status, wrong.code]).toEqual([401, 'code_wrong']);
    const signedIn = await ana.verify(code);
    expect([signedIn.status, signedIn.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { accessToken, user } = signedIn.body as { accessToken: string; user: object };
    expect(user).toMatchObject({ phone: ana.phone, email: null, role: 'member' });
    const me = await new Client(api.url, accessToken).get('/api/user/me');
    expect(me.body).toMatchObject({ phone: ana.phone });
    expect(problemIn(await ana.verify(code)).code).toBe('code_wrong');
    const soon = problemIn(await ana.request());
    expect([soon.status, soon.code]).toEqual([429, 'code_sent_lately']);
  });

  it('names what is wrong with a number or a code', async () => {
    const client = new Client(api.url);
    const cases: [string, object, string][] = [
      ['request', { phone: '12025550143' }, '/phone'],
      ['request', { phone: '+19005550143' }, '/phone'],
      ['request', {}, '/phone'],
      ['request', { phone: '+12025550143', purpose: 'change-phone' }, '/purpose'],
      ['verify', { phone: '+12025550143', code: '12345' }, '/code'],
      ['verify', { phone: '+12025550143', code: 123_456 }, '/code'],
      ['verify', { phone: '+12025550143', code: '١٢٣٤٥٦' }, '/code'],
    ];
    for (const [door, body, pointer] of cases) {
      const { status, errors } = problemIn(await client.post(`/api/auth/otp/${door}`, body));
      expect([door, body, status, errors?.map((each) => each.pointer)]).toEqual([door, body, 422, [pointer]]);
    }
  });
});

describe('a message with a code', () => {
  it('is sent again, with another code, after the gateway has failed', async () => {
    const bo = somebody();
    gateway.next.push(503, 500);
    await bo.request();
    const code = await bo.code();
    expect((await newestDelivery('COMPLETED')).attempts).toBe(3);
    const drawn = gateway.seen.filter(({ to }) => to === bo.phone).map(({ text }) => text.slice(0, 6));
    expect(drawn).toHaveLength(3);
    expect(new Set(gateway.seen.map(({ reference }) => reference)).size).toBe(gateway.seen.length);
    const [first = ''] = drawn;
    if (first !== code) expect((await bo.verify(first)).status).toBe(401);
    expect((await bo.verify(code)).status).toBe(200);
  });

  it('is not sent again after the gateway has refused it', async () => {
    const cy = somebody();
    gateway.next.push(400);
    expect((await cy.request()).status).toBe(202);
    expect((await newestDelivery('FAILED')).attempts).toBe(1);
    expect(gateway.seen.filter(({ to }) => to === cy.phone)).toHaveLength(1);
  });

  it('that the gateway leaves hanging is given up while the lease is still held', async () => {
    const di = somebody();
    gateway.next.push('silent');
    await di.request();
    const code = await di.code();
    expect((await newestDelivery('COMPLETED')).attempts).toBe(2);
    expect((await di.verify(code)).status).toBe(200);
  });

  it('comes although its worker dies between sending and saying so, and the last code counts', async () => {
    await worker.stop();
    const dying = await spawnApp('worker', { ...environment, FAULT: 'delivery_sent:1' }, PATIENCE);
    gone.push(dying);
    const ed = somebody();
    await ed.request();
    expect(await dying.exited).toMatchObject({ signal: 'SIGKILL' });
    const first = await codeFor(ed.phone);
    worker = await spawnApp('worker', environment, PATIENCE);
    const second = await codeFor(ed.phone, 1);
    if (first !== second) expect((await ed.verify(first)).status).toBe(401);
    expect((await ed.verify(second)).status).toBe(200);
  });

  it('comes although Redis was away when it was asked for', async () => {
    await redis.kill();
    const fo = somebody();
    expect((await fo.request()).status).toBe(202);
    await redis.restart();
    expect((await fo.verify(await fo.code())).status).toBe(200);
  });
});

describe('what is kept of codes and numbers', () => {
  it('is in no job, log, metric or row', async () => {
    const gi = somebody();
    await gi.request();
    const code = await gi.code();
    expect((await gi.verify(code)).status).toBe(200);
    await newestDelivery('COMPLETED');
    const jobs = await everyKey();
    const logs = [api, worker, ...gone].flatMap((app) => app.logs).join('\n');
    const metrics = await (await fetch(`${worker.url}/metrics`)).text();
    const rows = await withClient(database.adminUrl, async (client) => {
      const all: string[] = [];
      for (const table of ['deliveries', 'phone_challenges', 'audit_log', 'sessions']) {
        const found = await client.query(`SELECT t::text AS row FROM ${table} t`);
        all.push(JSON.stringify(found.rows));
      }
      return all.join('\n');
    });
    expect(jobs).toContain('delivery-');
    expect(metrics).toMatch(/pressroom_delivery_sendings_total\{.*kind="phone\.code",ending="COMPLETED"/);
    const codes = gateway.seen.map(({ text }) => text.slice(0, 6));
    for (const [place, text] of Object.entries({ jobs, logs, metrics, rows })) {
      expect([place, text.includes('gateway-password')]).toEqual([place, false]);
      expect([place, text.includes(gi.phone.slice(1))]).toEqual([place, false]);
      // Six digits may stand anywhere by chance: as a word of their own they may not.
      const shown = codes.filter((each) => new RegExp(`(?<![\\w.:-])${each}(?![\\w.:-])`).test(text));
      expect([place, shown]).toEqual([place, []]);
    }
  });

  it('does not show in how long an answer takes or what it says', async () => {
    const [known, unknown] = [somebody(), somebody()];
    await known.request();
    expect((await known.verify(await known.code())).status).toBe(200);
    const guess = String(randomInt(1e6)).padStart(6, '0');
    const told = [problemIn(await known.verify(guess)), problemIn(await unknown.verify(guess))];
    const [one, other] = told.map(({ requestId: _, ...rest }) => rest);
    expect(one).toEqual(other);
  });
});

/** Every key of Redis with its value, as far as jobs go. */
async function everyKey(): Promise<string> {
  const connection = new Redis(redis.url);
  try {
    const keys = await connection.keys('*delivery-*');
    const values = await Promise.all(
      keys.map(async (key) => ((await connection.type(key)) === 'hash' ? connection.hgetall(key) : null)),
    );
    return JSON.stringify([keys, values]);
  } finally {
    connection.disconnect();
  }
}
