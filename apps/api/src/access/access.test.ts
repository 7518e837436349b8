import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import { Controller, Get, Global, Module, Query, type Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Database, openDatabase } from '@pressroom/entities';
import { AccessTokens, IdentityModule, Sessions } from '@pressroom/identity';
import { systemClock } from '@pressroom/kernel';
import { createLogger } from '@pressroom/platform';
import { DownloadSigner } from '@pressroom/signing';
import { freshDatabase, type TestDatabase } from '../../../../test/support/databases';
import { ProblemFilter } from '../http';
import { AccessModule, type Caller, CurrentUser, Public, Roles } from '.';

const master = { kid: 'now', secret: Buffer.alloc(32, 3) };
const signingKey = Buffer.from(hkdfSync('sha256', master.secret, '', 'access-token/v1', 32));

@Controller()
class Rooms {
  @Get('mine')
  mine(@CurrentUser() caller: Caller): Caller {
    return caller;
  }
  @Public()
  @Get('open')
  open(@Query('who') who?: string): { who: string } {
    return { who: who ?? 'anyone' };
  }
  @Roles('operator')
  @Get('engine')
  engine(): { running: boolean } {
    return { running: true };
  }
}

let base: TestDatabase;
let database: Database;
let app: NestFastifyApplication;
let sessions: Sessions;
let member: { id: string; sid: string; token: string };

beforeAll(async () => {
  base = await freshDatabase();
  database = await openDatabase({
    url: base.url,
    name: 'access test',
    accountConnections: 2,
    systemConnections: 4,
  });
  @Global()
  @Module({ providers: [{ provide: Database, useValue: database }], exports: [Database] })
  class Rows {}
  const imports: (Type | ReturnType<typeof IdentityModule.with>)[] = [Rows, AccessModule];
  imports.push(IdentityModule.with({ tokenKeys: [master] }));
  const built = await Test.createTestingModule({ imports, controllers: [Rooms] }).compile();
  app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  app.useLogger(false);
  app.useGlobalFilters(
    new ProblemFilter(createLogger({ service: 'pressroom-api', level: 'silent' }), () => []),
  );
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  sessions = app.get(Sessions);
  member = await signedIn('member');
});
afterAll(async () => {
  await app.close();
  await database.close();
  await base.drop();
});

async function signedIn(role: 'member' | 'operator'): Promise<typeof member> {
  const id = randomUUID();
  await database.system('INSERT INTO accounts (id, role) VALUES ($1, $2)', [id, role]);
  const { sessionId: sid } = await sessions.open(id, null);
  const token = await app.get(AccessTokens).sign({ accountId: id, sessionId: sid, role });
  return { id, sid, token };
}

async function ask(path: string, authorization?: string) {
  const answer = await app.inject({
    url: path,
    headers: authorization === undefined ? {} : { authorization },
  });
  return {
    status: answer.statusCode,
    body: answer.json<Record<string, unknown>>(),
    challenge: answer.headers['www-authenticate'],
  };
}

/** A token of any header and claims over the member's own, signed with any key and hash. */
function forge(header: object, claims: object, key: Buffer | string = signingKey, hash = 'sha256'): string {
  const now = Math.floor(Date.now() / 1000);
  const body = {
    iss: 'pressroom',
    aud: 'pressroom-api',
    sub: member.id,
    sid: member.sid,
    jti: randomUUID(),
    role: 'member',
    iat: now,
    nbf: now,
    exp: now + 900,
    ...claims,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'at+jwt', kid: 'now', ...header })}.${part(body)}`;
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
}

describe('a route', () => {
  it('needs sign-in unless it says that it is public', async () => {
    expect(await ask('/open')).toMatchObject({ status: 200 });
    expect(await ask('/open', 'Bearer nonsense')).toMatchObject({ status: 200 });
    expect(await ask('/mine')).toMatchObject({
      status: 401,
      body: { code: 'sign_in_required' },
      challenge: 'Bearer realm="pressroom"',
    });
  });

  it('knows its caller by the access token', async () => {
    const { status, body } = await ask('/mine', `Bearer ${member.token}`);
    expect({ status, body }).toEqual({
      status: 200,
      body: { accountId: member.id, sessionId: member.sid, role: 'member' },
    });
    expect(await ask('/mine', `Bearer ${forge({}, {})}`)).toMatchObject({ status: 200 });
  });

  it('lets in only the role it names, and writes refusals down', async () => {
    const operator = await signedIn('operator');
    expect(await ask('/engine', `Bearer ${operator.token}`)).toMatchObject({ status: 200 });
    expect(await ask('/engine')).toMatchObject({ status: 401 });
    const refused = await ask('/engine', `Bearer ${member.token}`);
    expect(refused).toMatchObject({ status: 403, body: { code: 'role_required' } });
    const { rows } = await database.system("SELECT actor, detail FROM audit_log WHERE event = 'authz_fail'");
    expect(rows).toEqual([{ actor: member.id, detail: { route: 'GET /engine' } }]);
  });

  it('believes the role of the account, not that of the token', async () => {
    expect(await ask('/engine', `Bearer ${forge({}, { role: 'operator' })}`)).toMatchObject({ status: 403 });
  });
});

describe('an access token', () => {
  const now = Math.floor(Date.now() / 1000);
  const claims: Record<string, object> = {
    expired: { iat: now - 1000, nbf: now - 1000, exp: now - 100 },
    'expired longer than the tolerance ago': { exp: now - 10 },
    'not yet valid': { nbf: now + 600 },
    'older than it may become, whatever its expiry says': { iat: now - 1000, exp: now + 9000 },
    'without expiry': { exp: undefined },
    'without start': { nbf: undefined },
    'without time of issue': { iat: undefined },
    'of another issuer': { iss: 'https://accounts.google.com' },
    'of no issuer': { iss: undefined },
    'for another audience': { aud: 'pressroom-admin' },
    'for no audience': { aud: undefined },
    'without a session': { sid: undefined },
    'of a session that never was': { sid: randomUUID() },
    'of a subject that is no id': { sub: "' OR 1=1 --" },
    'of another subject': { sub: randomUUID() },
    'with a list for a subject': { sub: ['a'] },
  };
  it.each(Object.entries(claims))('is refused when it is %s', async (_, wrong) => {
    expect(await ask('/mine', `Bearer ${forge({}, wrong)}`)).toMatchObject({
      status: 401,
      body: { code: 'token_invalid' },
      challenge: 'Bearer realm="pressroom", error="invalid_token"',
    });
  });

  const jwk = { kty: 'oct', k: Buffer.alloc(32, 1).toString('base64url') };
  const headers: Record<string, string | (() => string)> = {
    unsigned: () => forge({ alg: 'none' }, {}).replace(/[^.]*$/, ''),
    'unsigned, shouting': () => forge({ alg: 'NONE' }, {}).replace(/[^.]*$/, ''),
    'signed by nobody under a good header': () => forge({}, {}).replace(/[^.]*$/, ''),
    'signed with another hash': () => forge({ alg: 'HS512' }, {}, signingKey, 'sha512'),
    'signed with another hash than it says': () => forge({}, {}, signingKey, 'sha512'),
    'said to be signed with a key pair': () => forge({ alg: 'RS256' }, {}),
    'of another type': () => forge({ typ: 'JWT' }, {}),
    'of no type': () => forge({ typ: undefined }, {}),
    'bringing its own key': () => forge({ jwk }, {}, Buffer.alloc(32, 1)),
    'bringing a key though signed with ours': () => forge({ jwk }, {}),
    'naming a place for its key': () => forge({ jku: 'https://evil.example/jwks.json' }, {}),
    'naming a certificate': () => forge({ x5u: 'https://evil.example/cert.pem' }, {}),
    'demanding extensions': () => forge({ crit: ['exp'] }, {}),
    'of an unknown key': () => forge({ kid: 'then' }, {}),
    'of a key that every object has': () => forge({ kid: '__proto__' }, {}, ''),
    'of a key that is a path': () => forge({ kid: '../../../../dev/null' }, {}, ''),
    'of a key that is a query': () => forge({ kid: "x' UNION SELECT 'k" }, {}, 'k'),
    'of no key': () => forge({ kid: undefined }, {}),
    'signed with the master secret': () => forge({}, {}, master.secret),
    'signed with an empty key': () => forge({}, {}, ''),
    'signed for downloads': () =>
      forge({}, {}, Buffer.from(hkdfSync('sha256', master.secret, '', 'report-download/v1', 32))),
    'a download link': () =>
      new DownloadSigner([master]).sign({ rid: randomUUID(), fmt: 'xlsx', ver: 1, ep: 0 }, new Date()).token,
    altered: () => member.token.replace(/\.[^.]*\./, `.${forge({}, {}).split('.')[1] ?? ''}.`),
    cut: () => member.token.slice(0, -1),
    nothing: '',
    'two dots': '..',
    'not base64': 'ÿ.ÿ.ÿ',
    'a header that is a list': `${Buffer.from('[]').toString('base64url')}.e30.x`,
    'very long': 'a'.repeat(12_000),
  };
  it.each(Object.entries(headers))('is refused when it is %s', async (_, token) => {
    const text = typeof token === 'string' ? token : token();
    expect(await ask('/mine', `Bearer ${text}`)).toMatchObject({
      status: 401,
      body: { code: 'token_invalid' },
    });
  });

  it('is refused when it is a refresh token', async () => {
    const { refreshToken } = await sessions.open(member.id, null);
    expect(await ask('/mine', `Bearer ${refreshToken}`)).toMatchObject({ status: 401 });
  });

  it('counts in the Authorization header as a bearer only', async () => {
    expect(await ask(`/mine?access_token=${member.token}&token=${member.token}`)).toMatchObject({
      status: 401,
    });
    for (const scheme of ['Basic', 'JWT', 'Token', '']) {
      expect(await ask('/mine', `${scheme} ${member.token}`.trim())).toMatchObject({ status: 401 });
    }
    expect(await ask('/mine', `bearer ${member.token}`)).toMatchObject({ status: 200 });
  });

  it('is dead with its session', async () => {
    const other = await signedIn('member');
    expect(await ask('/mine', `Bearer ${other.token}`)).toMatchObject({ status: 200 });
    await sessions.end(other.id, other.sid);
    expect(await ask('/mine', `Bearer ${other.token}`)).toMatchObject({ status: 401 });
  });

  it('is dead with its account', async () => {
    const other = await signedIn('member');
    await database.system('UPDATE accounts SET deleted_at = app_now() WHERE id = $1', [other.id]);
    expect(await ask('/mine', `Bearer ${other.token}`)).toMatchObject({ status: 401 });
  });

  it('signed with an older key is good until that key is taken away', async () => {
    const older = new AccessTokens([{ kid: 'then', secret: Buffer.alloc(32, 2) }], systemClock);
    const token = await older.sign({ accountId: member.id, sessionId: member.sid, role: 'member' });
    expect(app.get(AccessTokens).keyFor(token)).toBeNull();
    const both = new AccessTokens([{ kid: 'then', secret: Buffer.alloc(32, 2) }, master], systemClock);
    expect(both.keyFor(token)).toEqual(older.keyFor(token));
    expect(both.keyFor(member.token)).toEqual(signingKey);
  });

  it('is no matter when the database is away: that is our failure and not the caller’s', async () => {
    const other = await signedIn('member');
    const rename = (from: string, to: string) => database.system(`ALTER TABLE ${from} RENAME TO ${to}`);
    await rename('sessions', 'sessions_away');
    expect(await ask('/mine', `Bearer ${other.token}`)).toMatchObject({ status: 500 });
    await rename('sessions_away', 'sessions');
    expect(await ask('/mine', `Bearer ${other.token}`)).toMatchObject({ status: 200 });
  });
});
