import { randomUUID } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Database, openDatabase } from '@pressroom/entities';
import { IdentityModule } from '@pressroom/identity';
import { createLogger } from '@pressroom/platform';
import { freshDatabase, type TestDatabase } from '../../../../test/support/databases';
import { AccessModule } from '../access';
import { ProblemFilter } from '../http';
import { AccountsModule } from '.';

const password = 'seven green kettles';
let base: TestDatabase;
let database: Database;
let app: NestFastifyApplication;

beforeAll(async () => {
  base = await freshDatabase();
  database = await openDatabase({
    url: base.url,
    name: 'accounts test',
    accountConnections: 4,
    systemConnections: 4,
  });
  @Global()
  @Module({ providers: [{ provide: Database, useValue: database }], exports: [Database] })
  class Rows {}
  const identity = IdentityModule.with({ tokenKeys: [{ kid: 'now', secret: Buffer.alloc(32, 3) }] });
  const built = await Test.createTestingModule({
    imports: [Rows, identity, AccessModule, AccountsModule],
  }).compile();
  app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ trustProxy: '127.0.0.1' }));
  app.useGlobalFilters(
    new ProblemFilter(createLogger({ service: 'pressroom-api', level: 'silent' }), () => []),
  );
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await database.close();
  await base.drop();
});

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

interface Asked {
  body?: object | string;
  token?: string;
  headers?: Record<string, string>;
}

async function ask(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  { body, token, headers }: Asked = {},
) {
  const answer = await app.inject({
    method,
    url,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: body }),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: answer.body === '' ? null : answer.json<Record<string, unknown>>(),
  };
}

interface Pair {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
}

async function pair(path: string, body: object): Promise<Pair> {
  const answer = await ask('POST', path, { body });
  expect(answer.status).toBeLessThan(300);
  return answer.body as unknown as Pair;
}
let serial = 0;
const newcomer = () => pair('/api/auth/signup', { email: `p${(serial += 1)}@example.org`, password });

describe('signing up', () => {
  it('answers the tokens, which nobody may keep in a cache', async () => {
    const { status, body, headers } = await ask('POST', '/api/auth/signup', {
      body: { email: 'Ana@Example.org', password, name: 'Ana' },
    });
    expect(status).toBe(201);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      accessToken: matching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refreshToken: matching(/^prt_[\w-]{43}$/),
      expiresIn: 900,
      tokenType: 'Bearer',
      user: {
        id: matching(/^[\da-f-]{36}$/),
        email: 'ana@example.org',
        phone: null,
        name: 'Ana',
        role: 'member',
      },
    });
  });

  it('is refused for an address that has an account', async () => {
    await newcomer();
    const again = await ask('POST', '/api/auth/signup', {
      body: { email: `P${serial}@example.org`, password },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'email_taken' } });
  });

  it('names every wrong field', async () => {
    const wrong = await ask('POST', '/api/auth/signup', {
      body: { email: 'b@example.org', password: 'short', name: 'a\u0000' },
    });
    expect(wrong).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/password' }, { pointer: '/name' }] },
    });
    const types = await ask('POST', '/api/auth/signup', {
      body: { email: 1, role: 'operator', id: randomUUID() },
    });
    const pointers = (types.body?.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect([types.status, ...pointers.sort()]).toEqual([422, '/email', '/id', '/password', '/role']);
    expect(await ask('POST', '/api/auth/signup', { body: '{"email":' })).toMatchObject({ status: 400 });
  });
});

describe('signing in', () => {
  it('opens a session of its own', async () => {
    const first = await newcomer();
    const second = await pair('/api/auth/signin', { email: `p${serial}@example.org`, password });
    expect(second.user).toEqual(first.user);
    expect(second.refreshToken).not.toBe(first.refreshToken);
  });

  it('answers a wrong password and an unknown address with the same problem', async () => {
    await newcomer();
    const attempt = (email: string) =>
      ask('POST', '/api/auth/signin', { body: { email, password: 'wrong password' } });
    const known = await attempt(`p${serial}@example.org`);
    const unknown = await attempt('nobody@example.org');
    expect(known).toMatchObject({ status: 401, body: { code: 'credentials_wrong' } });
    expect(known.headers['www-authenticate']).toBe('Bearer realm="pressroom"');
    expect({ ...known.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  it('must wait after ten failures from one address, however the caller forges its origin', async () => {
    await newcomer();
    const email = `p${serial}@example.org`;
    const attempt = (text: string, number: number) =>
      ask('POST', '/api/auth/signin', {
        body: { email, password: text },
        headers: { 'x-forwarded-for': `10.9.8.${number}, 203.0.113.5` },
      });
    for (let number = 0; number < 10; number += 1)
      expect((await attempt('wrong password', number)).status).toBe(401);
    const refused = await attempt(password, 11);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
  });
});

describe('refreshing', () => {
  it('gives a new pair and makes the old refresh token a trap', async () => {
    const first = await newcomer();
    const second = await pair('/api/auth/refresh', { refreshToken: first.refreshToken });
    expect(await ask('GET', '/api/user/me', { token: second.accessToken })).toMatchObject({ status: 200 });
    const reused = await ask('POST', '/api/auth/refresh', { body: { refreshToken: first.refreshToken } });
    expect(reused).toMatchObject({ status: 401, body: { code: 'refresh_token_invalid' } });
    for (const token of [first.accessToken, second.accessToken])
      expect(await ask('GET', '/api/user/me', { token })).toMatchObject({ status: 401 });
    expect(
      await ask('POST', '/api/auth/refresh', { body: { refreshToken: second.refreshToken } }),
    ).toMatchObject({
      status: 401,
    });
  });

  it('twenty times at once succeeds once', async () => {
    const { refreshToken } = await newcomer();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask('POST', '/api/auth/refresh', { body: { refreshToken } })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 401)]);
  });

  it('takes no access token', async () => {
    const { accessToken } = await newcomer();
    const answer = await ask('POST', '/api/auth/refresh', { body: { refreshToken: accessToken } });
    expect(answer).toMatchObject({ status: 401, body: { code: 'refresh_token_invalid' } });
  });
});

describe('sessions', () => {
  it('end by signing out', async () => {
    const { accessToken: token, refreshToken } = await newcomer();
    expect(await ask('POST', '/api/auth/signout', { token })).toMatchObject({ status: 204, body: null });
    expect(await ask('POST', '/api/auth/signout', { token })).toMatchObject({ status: 401 });
    expect(await ask('POST', '/api/auth/refresh', { body: { refreshToken } })).toMatchObject({ status: 401 });
  });

  it('are listed for their owner, page by page, and ended one by one', async () => {
    const { accessToken: token } = await newcomer();
    const email = `p${serial}@example.org`;
    const second = await pair('/api/auth/signin', { email, password });
    const first = await ask('GET', '/api/auth/sessions?limit=1', { token });
    const [newest] = first.body?.data as { id: string; current: boolean }[];
    expect(newest).toMatchObject({ current: false, userAgent: 'lightMyRequest' });
    const next = await ask('GET', `/api/auth/sessions?limit=1&cursor=${String(first.body?.nextCursor)}`, {
      token,
    });
    expect(next.body).toMatchObject({ data: [{ current: true }], nextCursor: null });
    expect(await ask('DELETE', `/api/auth/sessions/${newest?.id ?? ''}`, { token })).toMatchObject({
      status: 204,
    });
    expect(await ask('GET', '/api/user/me', { token: second.accessToken })).toMatchObject({ status: 401 });
    expect(await ask('DELETE', `/api/auth/sessions/${newest?.id ?? ''}`, { token })).toMatchObject({
      status: 404,
    });
  });

  it('of others are not there', async () => {
    const owner = await newcomer();
    const { body } = await ask('GET', '/api/auth/sessions', { token: owner.accessToken });
    const [own] = body?.data as { id: string }[];
    const other = await newcomer();
    const foreign = await ask('DELETE', `/api/auth/sessions/${own?.id ?? ''}`, { token: other.accessToken });
    const unknown = await ask('DELETE', `/api/auth/sessions/${randomUUID()}`, { token: other.accessToken });
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect(foreign.body?.detail).toEqual(unknown.body?.detail);
    expect(await ask('GET', '/api/user/me', { token: owner.accessToken })).toMatchObject({ status: 200 });
    expect(await ask('DELETE', '/api/auth/sessions/1', { token: other.accessToken })).toMatchObject({
      status: 404,
    });
  });

  it('end all together', async () => {
    const { accessToken: token } = await newcomer();
    const second = await pair('/api/auth/signin', { email: `p${serial}@example.org`, password });
    expect(await ask('DELETE', '/api/auth/sessions', { token })).toMatchObject({ status: 204 });
    for (const each of [token, second.accessToken])
      expect(await ask('GET', '/api/user/me', { token: each })).toMatchObject({ status: 401 });
  });

  it('can not be listed with a query that means nothing', async () => {
    const { accessToken: token } = await newcomer();
    for (const query of ['limit=0', 'limit=x', 'cursor=x', 'page=2', 'limit=1&limit=2'])
      expect([query, (await ask('GET', `/api/auth/sessions?${query}`, { token })).status]).toEqual([
        query,
        422,
      ]);
  });
});

describe('the OpenAPI document', () => {
  const document = () =>
    SwaggerModule.createDocument(app, new DocumentBuilder().addSecurityRequirements('bearer').build());
  const bodyOf = (path: string) => {
    const body = document().paths[path]?.post?.requestBody;
    const examples =
      body !== undefined && 'content' in body ? body.content['application/json']?.examples : undefined;
    const shown = Object.values(examples ?? {})[0];
    return shown !== undefined && 'value' in shown ? (shown.value as object) : {};
  };

  it('gives examples that work as they stand', async () => {
    const up = await ask('POST', '/api/auth/signup', {
      body: { ...bodyOf('/api/auth/signup'), email: 'doc@example.org' },
    });
    expect(up.status).toBe(201);
    const into = await ask('POST', '/api/auth/signin', {
      body: { ...bodyOf('/api/auth/signin'), email: 'doc@example.org' },
    });
    expect(into.status).toBe(200);
    const refresh = await ask('POST', '/api/auth/refresh', { body: bodyOf('/api/auth/refresh') });
    expect(refresh.status).toBe(401);
  });

  it('asks for a token where one is needed and nowhere else', () => {
    const open = Object.entries(document().paths).flatMap(([path, item]) =>
      Object.values(item).flatMap((route: { security?: object[] }) =>
        route.security === undefined ? [] : [path],
      ),
    );
    expect(open).toEqual([
      '/api/auth/signup',
      '/api/auth/signin',
      '/api/auth/refresh',
      '/api/auth/otp/request',
      '/api/auth/otp/verify',
      '/api/auth/google',
    ]);
  });
});

describe('the account', () => {
  it('shows itself and changes its name, nothing else', async () => {
    const { accessToken: token, user } = await newcomer();
    const shown = await ask('GET', '/api/user/me', { token });
    expect(shown.body).toEqual({
      id: user.id,
      email: `p${serial}@example.org`,
      phone: null,
      name: null,
      role: 'member',
      createdAt: matching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
    });
    const renamed = await ask('PATCH', '/api/user/me', { token, body: { name: ' Zoë ' } });
    expect(renamed.body).toEqual({ ...shown.body, name: 'Zoë' });
    expect((await ask('PATCH', '/api/user/me', { token, body: {} })).body).toEqual(renamed.body);
    expect((await ask('PATCH', '/api/user/me', { token, body: { name: null } })).body).toEqual(shown.body);
    for (const field of ['role', 'email', 'id', 'passwordHash', 'download_epoch', '__proto__x'])
      expect(await ask('PATCH', '/api/user/me', { token, body: { [field]: 'operator' } })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: `/${field}` }] },
      });
    expect((await ask('GET', '/api/user/me', { token })).body).toEqual(shown.body);
  });

  it('is closed to whoever is not signed in', async () => {
    for (const [method, url] of [
      ['GET', '/api/user/me'],
      ['PATCH', '/api/user/me'],
      ['POST', '/api/auth/signout'],
      ['GET', '/api/auth/sessions'],
      ['DELETE', '/api/auth/sessions'],
      ['DELETE', `/api/auth/sessions/${randomUUID()}`],
    ] as const) {
      const answer = await ask(method, url);
      expect(answer).toMatchObject({ status: 401, body: { code: 'sign_in_required' } });
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="pressroom"');
    }
  });
});
