import { randomUUID } from 'node:crypto';
import { identityWorld, type IdentityWorld } from '../../../test/support/identity';

const password = 'seven green kettles';
let world: IdentityWorld;
beforeAll(async () => {
  world = await identityWorld();
});
afterAll(() => world.close());

describe('an account', () => {
  it('is found under its address however that is spelled', async () => {
    const account = await world.accounts.signUp({ email: '  Ana@Example.ORG ', password, name: ' Ana ' });
    expect(account).toMatchObject({ email: 'ana@example.org', name: 'Ana', role: 'member', phone: null });
    expect(await world.accounts.byId(account.id)).toEqual(account);
    expect((await world.accounts.credentials('ana@example.org'))?.account).toEqual(account);
  });

  it('keeps no password, only its Argon2id hash', async () => {
    await world.accounts.signUp({ email: 'hash@example.org', password });
    const known = await world.accounts.credentials('hash@example.org');
    expect(known?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('is made once, however many ask for its address at once', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => world.accounts.signUp({ email: 'twice@example.org', password })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const attempt of tries) {
      if (attempt.status === 'rejected')
        expect(attempt.reason).toMatchObject({ fault: 'conflict', code: 'email_taken' });
    }
  });

  it('is refused with every flaw named', async () => {
    const refused = world.accounts.signUp({
      email: 'b@example.org',
      password: 'short',
      name: 'x'.repeat(101),
    });
    await expect(refused).rejects.toMatchObject({
      fault: 'invalid',
      flaws: [
        { pointer: '/password', detail: 'must have 8 to 128 characters' },
        { pointer: '/name', detail: 'must have at most 100 characters' },
      ],
    });
    const allWrong = world.accounts.signUp({ email: 'nobody', password: 'short', name: 'x'.repeat(101) });
    await expect(allWrong).rejects.toMatchObject({
      flaws: [{ pointer: '/email' }, { pointer: '/password' }, { pointer: '/name' }],
    });
    const nul = world.accounts.signUp({ email: 'a\u0000@example.org', password });
    await expect(nul).rejects.toMatchObject({ flaws: [{ pointer: '/email' }] });
  });

  it('can be renamed and lose its name, unless it is gone', async () => {
    const { id } = await world.accounts.signUp({ email: 'name@example.org', password, name: 'Old' });
    expect((await world.accounts.rename(id, 'Új Név')).name).toBe('Új Név');
    expect((await world.accounts.rename(id, null)).name).toBeNull();
    await expect(world.accounts.rename(id, 'a\u0000b')).rejects.toMatchObject({ fault: 'invalid' });
    await expect(world.accounts.rename(id, 'a\nb')).rejects.toMatchObject({ fault: 'invalid' });
    await expect(world.accounts.rename(randomUUID(), 'x')).rejects.toMatchObject({ fault: 'missing' });
    expect(await world.events(id)).toEqual(['user_created', 'user_updated', 'user_updated']);
  });

  it('is unknown once erased, and its address stays taken', async () => {
    const { id } = await world.accounts.signUp({ email: 'gone@example.org', password });
    await world.database.system('UPDATE accounts SET deleted_at = app_now() WHERE id = $1', [id]);
    expect(await world.accounts.byId(id)).toBeNull();
    expect(await world.accounts.credentials('gone@example.org')).toBeNull();
    await expect(world.sessions.open(id, null)).rejects.toMatchObject({ fault: 'missing' });
    await expect(world.accounts.ensureOperator('gone@example.org', password)).rejects.toMatchObject({
      code: 'email_taken',
    });
  });
});

describe('the first operator', () => {
  it('is made once and then left alone, its password too', async () => {
    const first = await world.accounts.ensureOperator('Root@example.org', password);
    expect(first).toMatchObject({ changed: true, account: { email: 'root@example.org', role: 'operator' } });
    const again = await world.accounts.ensureOperator('root@example.org', 'another long password');
    expect(again).toEqual({ changed: false, account: first.account });
    await expect(world.signIn.authenticate('root@example.org', password, '192.0.2.1')).resolves.toEqual(
      first.account,
    );
  });

  it('takes over an address that someone signed up with before, who is then locked out', async () => {
    const squatter = await world.accounts.signUp({ email: 'ops@example.org', password: 'squatting here 1' });
    const { sessionId } = await world.sessions.open(squatter.id, null);
    const { account } = await world.accounts.ensureOperator('ops@example.org', password);
    expect(account).toMatchObject({ id: squatter.id, role: 'operator' });
    expect(await world.live.role(sessionId, squatter.id)).toBeNull();
    expect(await world.events(squatter.id)).toEqual(['user_created', 'authz_change']);
    await expect(
      world.signIn.authenticate('ops@example.org', 'squatting here 1', '192.0.2.1'),
    ).rejects.toMatchObject({ code: 'credentials_wrong' });
  });

  it('needs a password that a member would need too', async () => {
    await expect(world.accounts.ensureOperator('weak@example.org', 'password1')).rejects.toMatchObject({
      fault: 'invalid',
    });
  });
});

describe('the audit log', () => {
  it('can be read and added to, never changed', async () => {
    await world.audit.write({
      event: 'authn_login_fail',
      actor: null,
      accountId: null,
      detail: { a: 'b"\n' },
    });
    await expect(world.database.system("UPDATE audit_log SET event = 'x'")).rejects.toThrow('append-only');
    await expect(world.database.system('DELETE FROM audit_log')).rejects.toThrow('append-only');
    await expect(world.database.system('TRUNCATE audit_log')).rejects.toThrow('append-only');
  });
});
