import { hash } from '@node-rs/argon2';
import { type PasswordCheck, Passwords } from './passwords';
import { PasswordSignIn } from './sign-in';
import { identityWorld, type IdentityWorld } from '../../../test/support/identity';

const password = 'seven green kettles';
const here = '192.0.2.7';
const WRONG = { fault: 'unauthenticated', code: 'credentials_wrong' };
let world: IdentityWorld;

beforeAll(async () => {
  world = await identityWorld();
});
afterEach(() => {
  world.clock.advance(20 * 60_000);
});
afterAll(() => world.close());

async function fail(email: string, ip = here): Promise<unknown> {
  return world.signIn.authenticate(email, 'wrong password', ip).then(
    () => 'in',
    (error: unknown) => error,
  );
}

describe('signing in with a password', () => {
  it('works however the address is spelled and the keyboard composes letters', async () => {
    const account = await world.accounts.signUp({ email: 'anna@example.org', password: 'kék szivárvány' });
    const decomposed = 'kék szivárvány'.normalize('NFD');
    expect(await world.signIn.authenticate(' ANNA@example.org', decomposed, here)).toEqual(account);
    expect(await world.events(account.id)).toEqual(['user_created', 'authn_login_success']);
  });

  it('answers a wrong password, an unknown address and an account without password alike', async () => {
    const known = await world.accounts.signUp({ email: 'known@example.org', password });
    await world.database.system(
      "INSERT INTO accounts (id, email) VALUES (gen_random_uuid(), 'bare@example.org')",
    );
    const failures = async () =>
      (await world.events(null)).filter((event) => event === 'authn_login_fail').length;
    const before = await failures();
    const answers = [];
    for (const email of [
      'known@example.org',
      'unknown@example.org',
      'bare@example.org',
      'no address',
      'a\u0000@b.c',
    ])
      answers.push(await fail(email));
    for (const answer of answers) {
      expect(answer).toMatchObject(WRONG);
      expect(answer).toEqual(answers[0]);
    }
    // On record, too, and with an account only where the address has one.
    expect(await world.events(known.id)).toEqual(['user_created', 'authn_login_fail']);
    expect((await failures()) - before).toBe(3);
  });

  it('does the same costly work for known and unknown addresses', async () => {
    await world.accounts.signUp({ email: 'worked@example.org', password });
    const passwords = new CountedPasswords();
    const signIn = new PasswordSignIn(world.accounts, passwords, world.audit, world.clock);
    for (const email of ['worked@example.org', 'unknown2@example.org', 'no address']) {
      await expect(signIn.authenticate(email, 'wrong password', here)).rejects.toMatchObject(WRONG);
    }
    expect(passwords.checks).toEqual(['real', 'dummy', 'dummy']);
  });

  it('makes a new hash when the parameters have grown', async () => {
    const { id } = await world.accounts.signUp({ email: 'old@example.org', password });
    const old = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await world.database.system('UPDATE accounts SET password_hash = $2 WHERE id = $1', [id, old]);
    await world.signIn.authenticate('old@example.org', password, here);
    const known = await world.accounts.credentials('old@example.org');
    expect(known?.passwordHash).toContain('m=19456,t=2,p=1');
    await expect(world.signIn.authenticate('old@example.org', password, here)).resolves.toMatchObject({ id });
  });
});

describe('guessing a password', () => {
  it('ends after ten failures in fifteen minutes, from that network and for that address only', async () => {
    await world.accounts.signUp({ email: 'guess@example.org', password });
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await fail('guess@example.org')).toMatchObject(WRONG);
    await expect(world.signIn.authenticate('GUESS@example.org', password, here)).rejects.toMatchObject({
      fault: 'limited',
      code: 'too_many_attempts',
      retryAfterSeconds: 900,
    });
    await expect(
      world.signIn.authenticate('guess@example.org', password, '198.51.100.1'),
    ).resolves.toBeTruthy();
    expect(await fail('someone-else@example.org')).toMatchObject(WRONG);
    world.clock.advance(15 * 60_000);
    await expect(world.signIn.authenticate('guess@example.org', password, here)).resolves.toBeTruthy();
  });

  it('gets no further by asking in parallel', async () => {
    const locksBefore = (await world.events(null)).filter((event) => event === 'authn_login_lock').length;
    const answers = await Promise.all(Array.from({ length: 30 }, () => fail('parallel@example.org')));
    const codes = answers.map((answer) => (answer as { code: string }).code);
    expect(codes.filter((code) => code === 'credentials_wrong')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(20);
    const locks = (await world.events(null)).filter((event) => event === 'authn_login_lock');
    expect(locks).toHaveLength(locksBefore + 1);
  });

  it('starts afresh after a success', async () => {
    await world.accounts.signUp({ email: 'clumsy@example.org', password });
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 6; attempt += 1) await fail('clumsy@example.org');
      await world.signIn.authenticate('clumsy@example.org', password, here);
    }
  });
});

class CountedPasswords extends Passwords {
  readonly checks: string[] = [];
  override async check(stored: string | null, given: string): Promise<PasswordCheck> {
    const answer = await super.check(stored, given);
    this.checks.push(stored === null ? 'dummy' : 'real');
    return answer;
  }
}
