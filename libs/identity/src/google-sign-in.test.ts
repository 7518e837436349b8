import { DomainError } from '@pressroom/kernel';
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { identityWorld, type IdentityWorld } from '../../../test/support/identity';
import { IdentityIssuer } from '../../../test/support/identity-issuer';
import { forgetSpentIdTokens, GoogleKeys, GoogleSignIn, IdTokens } from '.';

let world: IdentityWorld;
let issuer: IdentityIssuer;
let keys: GoogleKeys;
let google: GoogleSignIn;
let nowMs = 0;

beforeEach(async () => {
  [world, issuer] = await Promise.all([identityWorld(), IdentityIssuer.open()]);
  world.clock.set(new Date());
  nowMs = 100_000;
  keys = new GoogleKeys(issuer.jwksUrl, () => nowMs);
  const settings = { clientId: 'the-client', issuers: [issuer.issuer], jwksUrl: issuer.jwksUrl };
  google = new GoogleSignIn(
    world.database,
    new IdTokens(keys, settings, world.clock),
    world.audit,
    issuer.issuer,
  );
});
afterEach(async () => {
  await issuer.close();
  await world.close();
});

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof DomainError) return error.code;
      throw error;
    },
  );
}
const token = (claims: Record<string, unknown> = {}) => issuer.sign({ jti: randomUUID(), ...claims });
const gmail = (email: string) => ({ email, email_verified: true });

describe('signing in with Google', () => {
  it('makes an account at first, and finds it by its subject ever after, whatever the address becomes', async () => {
    const ana = await google.authenticate(token(gmail('ana@gmail.com')), null);
    expect(ana).toMatchObject({ email: 'ana@gmail.com', phone: null, role: 'member' });
    expect(await google.authenticate(token(gmail('other@gmail.com')), null)).toEqual(ana);
    expect(await google.authenticate(token(), null)).toEqual(ana);
    expect((await world.events(ana.id)).sort()).toEqual([
      'authn_login_success',
      'authn_login_success',
      'authn_login_success',
      'user_created',
    ]);
  });

  it('believes an address only when Google answers for it', async () => {
    const cases: [string, Record<string, unknown>, string | null][] = [
      ['a', gmail('a@gmail.com'), 'a@gmail.com'],
      ['b', { ...gmail('b@firm.example'), hd: 'firm.example' }, 'b@firm.example'],
      ['c', gmail('c@firm.example'), null],
      ['d', { email: 'd@gmail.com', email_verified: false }, null],
      ['e', { email: 'e@gmail.com' }, null],
      ['f', gmail('f@gmail.com.evil.example'), null],
    ];
    for (const [sub, claims, email] of cases)
      expect(await google.authenticate(token({ sub, ...claims }), null)).toMatchObject({ email });
  });

  it('opens no account by its address: whoever owns it links the two while signed in', async () => {
    const owner = await world.accounts.signUp({ email: 'bo@gmail.com', password: 'seven green kettles' });
    const stolen = token({ sub: 'thief', ...gmail('bo@gmail.com') });
    expect(await outcome(google.authenticate(stolen, null))).toBe('email_has_account');
    await google.link(owner.id, token({ sub: 'bo', ...gmail('Bo@gmail.com') }), null);
    expect((await google.authenticate(token({ sub: 'bo' }), null)).id).toBe(owner.id);
    expect(await outcome(google.authenticate(token({ sub: 'thief', ...gmail('bo@gmail.com') }), null))).toBe(
      'email_has_account',
    );
  });

  it('is linked neither to another address, nor an unverified one, nor to two accounts', async () => {
    const cy = await world.accounts.signUp({ email: 'cy@gmail.com', password: 'seven green kettles' });
    const link = (claims: Record<string, unknown>) => outcome(google.link(cy.id, token(claims), null));
    expect(await link({ sub: 'x', ...gmail('di@gmail.com') })).toBe('id_token_invalid');
    expect(await link({ sub: 'x', email: 'cy@gmail.com', email_verified: false })).toBe('id_token_invalid');
    await google.authenticate(token({ sub: 'taken' }), null);
    expect(await link({ sub: 'taken', ...gmail('cy@gmail.com') })).toBe('identity_taken');
    expect(await link({ sub: 'cy', ...gmail('cy@gmail.com') })).toBe('ok');
    expect(await link({ sub: 'cy-2', ...gmail('cy@gmail.com') })).toBe('identity_taken');
    await google.unlink(cy.id);
    expect(await outcome(google.unlink(cy.id))).toBe('not_found');
    const only = await google.authenticate(token({ sub: 'only' }), null);
    expect(await outcome(google.unlink(only.id))).toBe('last_way_in');
    expect((await google.authenticate(token({ sub: 'only' }), null)).id).toBe(only.id);
  });

  it('makes one account of one person who comes twice at once', async () => {
    const came = await Promise.all(
      Array.from({ length: 8 }, () => google.authenticate(token(gmail('ed@gmail.com')), null)),
    );
    expect(new Set(came.map(({ id }) => id)).size).toBe(1);
  });

  it('is not to be had for an account that is being erased', async () => {
    const { id } = await google.authenticate(token(), null);
    await world.database.system('UPDATE accounts SET deleted_at = app_now() WHERE id = $1', [id]);
    expect(await outcome(google.authenticate(token(), null))).not.toBe('ok');
  });

  it('may be off', async () => {
    const off = new GoogleSignIn(world.database, null, world.audit, '');
    expect(await outcome(Promise.resolve().then(() => off.authenticate(token(), null)))).toBe(
      'google_sign_in_off',
    );
  });
});

describe('an ID token', () => {
  it('is good once, even when it comes many times at once, and in another spelling of its signature', async () => {
    const one = token();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => outcome(google.authenticate(one, null))),
    );
    expect(answers.filter((each) => each === 'ok')).toHaveLength(1);
    expect(await outcome(google.authenticate(`${one}=`, null))).toBe('id_token_invalid');
    await world.passTime('2 hours');
    expect(await forgetSpentIdTokens(world.database)).toBe(1);
  });

  it('made for a nonce is worth nothing without it, nor with another, and one without is no good with any', async () => {
    expect(await outcome(google.authenticate(token({ nonce: 'n-1' }), 'n-1'))).toBe('ok');
    for (const [claimed, brought] of [
      ['n-1', null],
      ['n-1', 'n-2'],
      [undefined, 'n-1'],
    ] as const)
      expect(await outcome(google.authenticate(token({ nonce: claimed }), brought))).toBe('id_token_invalid');
  });

  const now = Math.floor(Date.now() / 1000);
  it.each<[string, Record<string, unknown>]>([
    ['for another client', { aud: 'another-client' }],
    ['for several clients', { aud: ['the-client', 'another-client'] }],
    ['for no client', { aud: undefined }],
    ['of another issuer', { iss: 'https://accounts.evil.example' }],
    ['of no issuer', { iss: undefined }],
    ['expired', { iat: now - 1000, exp: now - 100 }],
    ['without an end', { exp: undefined }],
    ['good for years', { exp: now + 10 ** 8 }],
    ['not good yet', { nbf: now + 600 }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['with a subject that is a list', { sub: ['a'] }],
  ])('%s signs nobody in', async (_, claims) => {
    expect(await outcome(google.authenticate(token(claims), null))).toBe('id_token_invalid');
  });

  it('with a header that is not Google’s signs nobody in', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const good = token();
    const [, body = ''] = good.split('.');
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    const confused = `${part({ alg: 'HS256', typ: 'JWT', kid: 'one' })}.${body}`;
    const tokens = [
      `${part({ alg: 'none', typ: 'JWT', kid: 'one' })}.${body}.`,
      `${confused}.${createHmac('sha256', issuer.publicPem()).update(confused).digest('base64url')}`,
      issuer.sign({}, { jwk: stranger }),
      issuer.sign({}, { jku: 'https://evil.example/keys' }),
      issuer.sign({}, { x5u: 'https://evil.example/cert' }),
      issuer.sign({}, { crit: ['exp'] }),
      issuer.sign({}, { kid: '__proto__' }),
      issuer.sign({}, { kid: undefined }),
      issuer.sign({}, { typ: 'at+jwt' }),
      good.slice(0, -8),
      `${good.slice(0, -8)}AAAAAAAA`,
      '',
      '..',
      'x'.repeat(9000),
    ];
    for (const each of tokens)
      expect([each.slice(0, 60), await outcome(google.authenticate(each, null))]).toEqual([
        each.slice(0, 60),
        'id_token_invalid',
      ]);
    expect(await outcome(google.authenticate(good, null))).toBe('ok');
  });
});

describe('the keys of the issuer', () => {
  it('are asked for once for many, and once in half a minute for a flood of unknown ones', async () => {
    await Promise.all(Array.from({ length: 20 }, () => google.authenticate(token(), null)));
    expect(issuer.asked).toBe(1);
    const flood = async () => {
      for (let n = 0; n < 50; n += 1)
        await outcome(google.authenticate(issuer.sign({}, { kid: `unknown-${n}` }), null));
    };
    await flood();
    expect(issuer.asked).toBe(1);
    nowMs += 30_001;
    await flood();
    expect(issuer.asked).toBe(2);
  });

  it('are had anew after they have changed, and those of before are worth nothing', async () => {
    const before = token();
    expect(await outcome(google.authenticate(token(), null))).toBe('ok');
    issuer.rotate('two');
    nowMs += 30_001;
    expect(await outcome(google.authenticate(token(), null))).toBe('ok');
    expect(await outcome(google.authenticate(before, null))).toBe('id_token_invalid');
  });

  it('do while the issuer is away, for a day', async () => {
    expect(await outcome(google.authenticate(token(), null))).toBe('ok');
    issuer.away = true;
    nowMs += 3_600_000;
    expect(await outcome(google.authenticate(token(), null))).toBe('ok');
    nowMs += 2 * 86_400_000;
    expect(await outcome(google.authenticate(token(), null))).toBe('issuer_away');
    issuer.away = false;
    nowMs += 30_001;
    expect(await outcome(google.authenticate(token(), null))).toBe('ok');
  });
});
