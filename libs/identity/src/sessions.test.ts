import { createHash, randomUUID } from 'node:crypto';
import { decodeCursor } from '@pressroom/kernel';
import { identityWorld, type IdentityWorld } from '../../../test/support/identity';

let world: IdentityWorld;
let serial = 0;
beforeAll(async () => {
  world = await identityWorld();
});
afterEach(() => world.passTime('0 s'));
afterAll(() => world.close());

async function member(): Promise<string> {
  serial += 1;
  const id = randomUUID();
  await world.database.system('INSERT INTO accounts (id, email) VALUES ($1, $2)', [id, `m${serial}@x.org`]);
  return id;
}

const INVALID = { fault: 'unauthenticated', code: 'refresh_token_invalid' };

describe('a refresh token', () => {
  it('buys its successor once', async () => {
    const account = await member();
    const first = await world.sessions.open(account, 'Firefox');
    const second = await world.sessions.refresh(first.refreshToken);
    expect(second).toMatchObject({ sessionId: first.sessionId, accountId: account });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const third = await world.sessions.refresh(second.refreshToken);
    expect(await world.live.role(third.sessionId, account)).toBe('member');
  });

  it('is kept as its SHA-256 only', async () => {
    const { refreshToken, sessionId } = await world.sessions.open(await member(), null);
    const { rows } = await world.database.system<{ token_hash: Buffer }>(
      'SELECT token_hash FROM refresh_tokens WHERE session_id = $1',
      [sessionId],
    );
    expect(rows).toEqual([{ token_hash: createHash('sha256').update(refreshToken).digest() }]);
  });

  it('that comes back after use ends its whole family and is written down', async () => {
    const account = await member();
    const stolen = await world.sessions.open(account, null);
    const second = await world.sessions.refresh(stolen.refreshToken);
    const third = await world.sessions.refresh(second.refreshToken);
    expect(await world.live.role(stolen.sessionId, account)).toBe('member');
    await expect(world.sessions.refresh(stolen.refreshToken)).rejects.toMatchObject(INVALID);
    expect(await world.live.role(stolen.sessionId, account)).toBeNull();
    await expect(world.sessions.refresh(third.refreshToken)).rejects.toMatchObject(INVALID);
    await expect(world.sessions.refresh(stolen.refreshToken)).rejects.toMatchObject(INVALID);
    expect(await world.events(account)).toEqual(['authn_token_reuse']);
  });

  it('leaves the other sessions of a robbed account alone', async () => {
    const account = await member();
    const robbed = await world.sessions.open(account, null);
    const other = await world.sessions.open(account, null);
    await world.sessions.refresh(robbed.refreshToken);
    await expect(world.sessions.refresh(robbed.refreshToken)).rejects.toMatchObject(INVALID);
    await expect(world.sessions.refresh(other.refreshToken)).resolves.toMatchObject({ accountId: account });
  });

  it('used twenty times at once has one winner, and the family dies', async () => {
    const account = await member();
    const { refreshToken, sessionId } = await world.sessions.open(account, null);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => world.sessions.refresh(refreshToken)),
    );
    const winners = tries.filter((attempt) => attempt.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const attempt of tries) {
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject(INVALID);
    }
    expect(await world.live.role(sessionId, account)).toBeNull();
    await expect(world.sessions.refresh(winners[0]?.value.refreshToken ?? '')).rejects.toMatchObject(INVALID);
    const { rows } = await world.database.system<{ count: number }>(
      'SELECT count(*) FROM refresh_tokens WHERE session_id = $1',
      [sessionId],
    );
    expect(rows).toEqual([{ count: 2 }]);
    expect(await world.events(account)).toEqual(['authn_token_reuse']);
  });

  it('dies after seven idle days, and after thirty days in any case', async () => {
    const account = await member();
    const idle = await world.sessions.open(account, null);
    const busy = await world.sessions.open(account, null);
    await world.passTime('6 days 23 hours');
    let last = await world.sessions.refresh(busy.refreshToken);
    await world.passTime('7 days 1 minute');
    await expect(world.sessions.refresh(idle.refreshToken)).rejects.toMatchObject(INVALID);
    for (const days of [13, 19, 25, 29]) {
      await world.passTime(`${days} days`);
      last = await world.sessions.refresh(last.refreshToken);
    }
    await world.passTime('30 days 1 minute');
    await expect(world.sessions.refresh(last.refreshToken)).rejects.toMatchObject(INVALID);
    world.clock.advance(10_000);
    expect(await world.live.role(busy.sessionId, account)).toBeNull();
    expect(await world.events(account)).toEqual([]);
  });

  it('is worthless once its account is erased', async () => {
    const account = await member();
    const { refreshToken } = await world.sessions.open(account, null);
    await world.database.system('UPDATE accounts SET deleted_at = app_now() WHERE id = $1', [account]);
    await expect(world.sessions.refresh(refreshToken)).rejects.toMatchObject(INVALID);
  });

  it('that was never one is refused like any other', async () => {
    for (const text of ['', 'prt_', 'x'.repeat(10_000), 'prt_\u0000', `prt_${'A'.repeat(43)}`]) {
      await expect(world.sessions.refresh(text)).rejects.toMatchObject(INVALID);
    }
  });
});

describe('a session', () => {
  it('is dead at once where it was ended, its refresh token too', async () => {
    const account = await member();
    const { sessionId, refreshToken } = await world.sessions.open(account, null);
    expect(await world.live.role(sessionId, account)).toBe('member');
    await world.sessions.signOut(account, sessionId);
    expect(await world.live.role(sessionId, account)).toBeNull();
    await expect(world.sessions.refresh(refreshToken)).rejects.toMatchObject(INVALID);
    await world.sessions.signOut(account, sessionId);
    expect(await world.events(account)).toEqual(['authn_token_revoked']);
  });

  it('that another process ended is believed alive for less than five seconds', async () => {
    const account = await member();
    const { sessionId } = await world.sessions.open(account, null);
    await world.live.role(sessionId, account);
    await world.database.system('UPDATE sessions SET ended_at = app_now() WHERE id = $1', [sessionId]);
    world.clock.advance(4_999);
    expect(await world.live.role(sessionId, account)).toBe('member');
    world.clock.advance(1);
    expect(await world.live.role(sessionId, account)).toBeNull();
  });

  it('speaks for its own account only', async () => {
    const account = await member();
    const { sessionId } = await world.sessions.open(account, null);
    expect(await world.live.role(sessionId, await member())).toBeNull();
    expect(await world.live.role(sessionId, account)).toBe('member');
  });

  it('shows a change of role within five seconds', async () => {
    const account = await member();
    const { sessionId } = await world.sessions.open(account, null);
    await world.live.role(sessionId, account);
    await world.database.system("UPDATE accounts SET role = 'operator' WHERE id = $1", [account]);
    world.clock.advance(5_000);
    expect(await world.live.role(sessionId, account)).toBe('operator');
  });

  it('can be ended by its owner and by nobody else', async () => {
    const account = await member();
    const { sessionId } = await world.sessions.open(account, null);
    await expect(world.sessions.end(await member(), sessionId)).rejects.toMatchObject({ fault: 'missing' });
    expect(await world.live.role(sessionId, account)).toBe('member');
    await world.sessions.end(account, sessionId);
    await expect(world.sessions.end(account, sessionId)).rejects.toMatchObject({ fault: 'missing' });
  });

  it('is listed while it lives, newest first, page by page', async () => {
    const account = await member();
    const agents = ['one', 'two\u0007', 'three'.padEnd(400, '!'), null];
    const opened = [];
    for (const agent of agents) opened.push(await world.sessions.open(account, agent));
    await world.sessions.open(await member(), 'other');
    await world.sessions.end(account, opened[3]?.sessionId ?? '');
    const first = await world.sessions.list(account, 2);
    expect(first.data.map(({ userAgent }) => userAgent)).toEqual(['three'.padEnd(300, '!'), 'two']);
    const rest = await world.sessions.list(account, 2, decodeCursor(first.nextCursor ?? ''));
    expect(rest.data.map(({ id }) => id)).toEqual([opened[0]?.sessionId]);
    expect(rest.nextCursor).toBeNull();
  });

  it('ends with all others of the account, and every download link dies with them', async () => {
    const account = await member();
    const bystander = await world.sessions.open(await member(), null);
    const both = [await world.sessions.open(account, null), await world.sessions.open(account, null)];
    for (const { sessionId } of both) await world.live.role(sessionId, account);
    await world.sessions.endAll(account);
    for (const { sessionId } of both) expect(await world.live.role(sessionId, account)).toBeNull();
    expect(await world.live.role(bystander.sessionId, bystander.accountId)).toBe('member');
    const { rows } = await world.database.system('SELECT download_epoch FROM accounts WHERE id = $1', [
      account,
    ]);
    expect(rows).toEqual([{ download_epoch: 1 }]);
  });
});
