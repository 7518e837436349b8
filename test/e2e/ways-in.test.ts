import { setTimeout as wait } from 'node:timers/promises';
import { withClient } from '../../apps/cli/src/servers';
import { IdentityIssuer } from '../support/identity-issuer';
import { SmsGateway } from '../support/sms-gateway';
import { type Answer, Client } from './client';
import { type House, madeReport, openHouse, PASSWORD, type Person } from './house';
import { pointersIn, problemIn } from './problem';

let house: House;
let gateway: SmsGateway;
let issuer: IdentityIssuer;

beforeAll(async () => {
  [gateway, issuer] = await Promise.all([SmsGateway.open(), IdentityIssuer.open()]);
  house = await openHouse({
    environment: {
      SMS_URL: gateway.url,
      GOOGLE_CLIENT_ID: 'the-client',
      GOOGLE_ISSUER: issuer.issuer,
      GOOGLE_JWKS_URL: issuer.jwksUrl,
      TRUST_PROXY: '1',
    },
  });
}, 240_000);
afterAll(async () => {
  await house.close();
  await gateway.close();
  await issuer.close();
});

const FRESH = 'eleven blue lanterns';
const put = (client: Client, path: string, json: object, headers = {}): Promise<Answer> =>
  client.ask('PUT', `/api/user/me/${path}`, { json, headers });
const unlink = (client: Client, json: object): Promise<Answer> =>
  client.ask('DELETE', '/api/user/me/google', { json });
const isLive = async (client: Client): Promise<boolean> => (await client.get('/api/user/me')).status === 200;

/** Another session of the same person. */
async function elsewhere({ email }: Person, password = PASSWORD): Promise<Client> {
  const answer = await house.stranger.post('/api/auth/signin', { email, password });
  expect(answer.status).toBe(200);
  return new Client(house.url, (answer.body as { accessToken: string }).accessToken);
}

let serial = 0;
/** The owner of the tables moves a session's beginning: it counts as older. */
async function age(accountId: string): Promise<void> {
  await withClient(house.adminUrl, (client) =>
    client.query(
      `UPDATE sessions SET created_at = created_at - interval '11 minutes' WHERE account_id = $1`,
      [accountId],
    ),
  );
}

async function codeFor(phone: string): Promise<string> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(50)) {
    const code = gateway.lastCode(phone);
    if (code !== null) return code;
  }
  throw new Error('no code has come');
}

function number(): { phone: string; headers: Record<string, string> } {
  serial += 1;
  return { phone: `+1202555${2000 + serial}`, headers: { 'x-forwarded-for': `198.51.100.${serial}` } };
}

/** Somebody who came by phone. */
async function byPhone(): Promise<{ client: Client; id: string; phone: string }> {
  const { phone, headers } = number();
  expect((await house.stranger.post('/api/auth/otp/request', { phone }, headers)).status).toBe(202);
  const code = await codeFor(phone);
  const answer = await house.stranger.post('/api/auth/otp/verify', { phone, code }, headers);
  const { accessToken, user } = answer.body as { accessToken: string; user: { id: string } };
  return { client: new Client(house.url, accessToken), id: user.id, phone };
}

async function eventsOf(accountId: string): Promise<string[]> {
  return withClient(house.adminUrl, async (client) => {
    const { rows } = await client.query<{ event: string }>(
      'SELECT event FROM audit_log WHERE account_id = $1 ORDER BY id',
      [accountId],
    );
    return rows.map(({ event }) => event);
  });
}

describe('changing the password', () => {
  it('needs the present one, and ends every other session and link, not this session', async () => {
    const ana = await house.newcomer();
    const other = await elsewhere(ana);
    const { downloadUrl = '' } = await madeReport(ana, { template: 'nutrition.food-log', formats: ['json'] });
    expect((await house.stranger.get(downloadUrl)).status).toBe(200);
    const wrong = problemIn(await put(ana, 'password', { currentPassword: 'wrong', newPassword: FRESH }));
    expect([wrong.status, wrong.code]).toEqual([403, 'password_wrong']);
    expect(problemIn(await put(ana, 'password', { newPassword: FRESH })).code).toBe('password_wrong');
    expect(
      pointersIn(await put(ana, 'password', { currentPassword: PASSWORD, newPassword: 'short' })),
    ).toEqual(['/newPassword']);
    expect([await isLive(ana), await isLive(other)]).toEqual([true, true]);
    expect((await put(ana, 'password', { currentPassword: PASSWORD, newPassword: FRESH })).status).toBe(204);
    expect([await isLive(ana), await isLive(other)]).toEqual([true, false]);
    expect((await house.stranger.get(downloadUrl)).status).toBe(404);
    const old = await house.stranger.post('/api/auth/signin', { email: ana.email, password: PASSWORD });
    expect(old.status).toBe(401);
    expect(await isLive(await elsewhere(ana, FRESH))).toBe(true);
    expect(await eventsOf(ana.id)).toEqual(
      expect.arrayContaining(['authn_password_change', 'authn_password_change_fail', 'authn_token_revoked']),
    );
  });

  it('can not be guessed at with a token that was found', async () => {
    const bo = await house.newcomer();
    const guesses = await Promise.all(
      Array.from({ length: 15 }, (_, n) =>
        put(bo, 'password', { currentPassword: `guess ${n}`, newPassword: FRESH }),
      ),
    );
    const statuses = guesses.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(403), ...Array<number>(5).fill(429)]);
    const right = await put(bo, 'password', { currentPassword: PASSWORD, newPassword: FRESH });
    expect(problemIn(right).code).toBe('too_many_attempts');
  });

  it('of an account without one needs a fresh sign-in', async () => {
    const { client, id } = await byPhone();
    await age(id);
    expect(problemIn(await put(client, 'password', { newPassword: FRESH })).code).toBe('sign_in_again');
    const fresh = await byPhone();
    expect((await put(fresh.client, 'password', { newPassword: FRESH })).status).toBe(204);
    expect(problemIn(await put(fresh.client, 'password', { newPassword: PASSWORD })).code).toBe(
      'password_wrong',
    );
  });
});

describe('changing the phone', () => {
  it('needs the password first and the code then, and ends every other session', async () => {
    const cy = await house.newcomer();
    const other = await elsewhere(cy);
    const { phone, headers } = number();
    expect(problemIn(await put(cy, 'phone', { phone }, headers)).code).toBe('password_wrong');
    expect((await put(cy, 'phone', { phone, password: PASSWORD }, headers)).status).toBe(202);
    const code = await codeFor(phone);
    // The code is for this account and this purpose: it signs nobody in, and changes nobody else's number.
    const signIn = await house.stranger.post('/api/auth/otp/verify', { phone, code }, headers);
    expect(problemIn(signIn).code).toBe('code_wrong');
    const di = await house.newcomer();
    expect(problemIn(await put(di, 'phone', { phone, code }, headers)).code).toBe('code_wrong');
    expect([await isLive(other)]).toEqual([true]);
    const changed = await put(cy, 'phone', { phone, code }, headers);
    expect([changed.status, changed.body]).toEqual([
      200,
      expect.objectContaining({ phone, email: cy.email }),
    ]);
    expect([await isLive(cy), await isLive(other)]).toEqual([true, false]);
    expect(pointersIn(await put(cy, 'phone', { phone, code }, headers))).toEqual(['/code']);
  });

  it('to a number of somebody else is refused, after the code and not before', async () => {
    const known = await byPhone();
    const ed = await house.newcomer();
    await withClient(house.adminUrl, (client) =>
      client.query(`UPDATE phone_challenges SET created_at = created_at - interval '2 minutes'`),
    );
    const headers = number().headers;
    const seen = gateway.taken.length;
    expect((await put(ed, 'phone', { phone: known.phone, password: PASSWORD }, headers)).status).toBe(202);
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(50))
      if (gateway.taken.length > seen) break;
    const code = await codeFor(known.phone);
    const taken = problemIn(await put(ed, 'phone', { phone: known.phone, code }, headers));
    expect([taken.status, taken.code]).toEqual([409, 'phone_taken']);
    expect((await known.client.get('/api/user/me')).body).toMatchObject({ phone: known.phone });
  });
});

describe('Google', () => {
  it('signs in at its door, once with each token', async () => {
    const idToken = issuer.sign({ sub: 'fo', email: 'fo@gmail.com', email_verified: true, nonce: 'n-1' });
    const door = (body: object) => house.stranger.post('/api/auth/google', body);
    expect(problemIn(await door({ idToken })).code).toBe('id_token_invalid');
    const answer = await door({ idToken, nonce: 'n-1' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.body).toMatchObject({ user: { email: 'fo@gmail.com', role: 'member' } });
    const again = problemIn(await door({ idToken, nonce: 'n-1' }));
    expect([again.status, again.code]).toEqual([401, 'id_token_invalid']);
  });

  it('takes over nobody: an address with an account is linked by its owner alone, with the password', async () => {
    const gi = await house.newcomer();
    const mine = { sub: 'gi', email: gi.email, email_verified: true, hd: 'example.org' };
    const signIn = () =>
      house.stranger.post('/api/auth/google', {
        idToken: issuer.sign({ ...mine, jti: String((serial += 1)) }),
      });
    const link = (body: object) =>
      put(gi, 'google', { idToken: issuer.sign({ ...mine, jti: 'link' }), ...body });
    expect(problemIn(await signIn()).code).toBe('email_has_account');
    expect(problemIn(await link({})).code).toBe('password_wrong');
    expect((await link({ password: PASSWORD })).status).toBe(204);
    expect((await signIn()).body).toMatchObject({ user: { id: gi.id } });
    expect((await unlink(gi, { password: PASSWORD })).status).toBe(204);
    expect(problemIn(await signIn()).code).toBe('email_has_account');
  });

  it('is let go by whoever proves once more who they are, and what it opened is closed', async () => {
    const ha = await house.newcomer();
    const mine = { sub: 'ha', email: ha.email, email_verified: true, hd: 'example.org' };
    const link = { idToken: issuer.sign({ ...mine, jti: 'link' }), password: PASSWORD };
    expect((await put(ha, 'google', link)).status).toBe(204);
    const opened = await house.stranger.post('/api/auth/google', {
      idToken: issuer.sign({ ...mine, jti: 'sign-in' }),
    });
    const other = new Client(house.url, (opened.body as { accessToken: string }).accessToken);
    for (const body of [{}, { password: 'wrong' }]) {
      const refused = problemIn(await unlink(other, body));
      expect([refused.status, refused.code]).toEqual([403, 'password_wrong']);
    }
    expect(pointersIn(await unlink(other, { password: PASSWORD, sub: 'ha' }))).toEqual(['/sub']);
    expect([await isLive(ha), await isLive(other)]).toEqual([true, true]);
    expect((await unlink(ha, { password: PASSWORD })).status).toBe(204);
    expect([await isLive(ha), await isLive(other)]).toEqual([true, false]);
    expect(problemIn(await unlink(ha, { password: PASSWORD })).status).toBe(404);
    expect((await eventsOf(ha.id)).slice(-2)).toEqual(['user_updated', 'authn_token_revoked']);
  });

  it('stays when it is the last way in, and is let go without a password by a fresh sign-in alone', async () => {
    const claims = { sub: 'iv', email: 'iv@gmail.com', email_verified: true };
    const answer = await house.stranger.post('/api/auth/google', {
      idToken: issuer.sign({ ...claims, jti: 'iv' }),
    });
    const { accessToken, user } = answer.body as { accessToken: string; user: { id: string } };
    const iv = new Client(house.url, accessToken);
    const last = problemIn(await unlink(iv, {}));
    expect([last.status, last.code]).toEqual([409, 'last_way_in']);
    await age(user.id);
    expect(problemIn(await unlink(iv, {})).code).toBe('sign_in_again');
  });

  it('never sees its tokens in a log', () => {
    expect(house.api.logs.join('\n')).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/);
  });
});

describe('the log of what happened to accounts', () => {
  it('is never changed or removed, and names nobody', async () => {
    await withClient(house.databaseUrl, async (client) => {
      await client.query(`SET app.scope = 'system'`);
      for (const attempt of [
        `UPDATE audit_log SET event = 'nothing'`,
        'DELETE FROM audit_log',
        'TRUNCATE audit_log',
      ])
        await expect(client.query(attempt)).rejects.toMatchObject({ code: '42501' });
      const { rows } = await client.query<{ row: string }>('SELECT t::text AS row FROM audit_log t');
      expect(rows.length).toBeGreaterThan(20);
      expect(rows.map(({ row }) => row).join('\n')).not.toMatch(/@|\+1202|127\.0\.0|198\.51/);
    });
  });
});
