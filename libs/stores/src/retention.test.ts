import { createPool, type Database, inSnapshot, openDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { freshDatabase, type TestDatabase } from '../../../test/support';
import {
  DAY,
  forgetPolls,
  HOUR,
  instantText,
  PgHistoryReader,
  pollImport,
  type StoreUptime,
  uptimeReport,
} from './index';
import { importRows } from './test-import';
import { at, seeded } from './test-stores';

const NOW = at('2023-01-25 18:00:00');
const FIRST = NOW - 40 * DAY;

describe('old polls', () => {
  let base: TestDatabase;
  let database: Database;
  let pool: ReturnType<typeof createPool>;
  let accountId: string;
  beforeAll(async () => {
    base = await freshDatabase();
    database = await openDatabase({
      ...{ url: base.url, name: 'test' },
      accountConnections: 1,
      systemConnections: 2,
    });
    pool = createPool({ url: base.url, max: 1, name: 'polls retention test' });
  });
  afterAll(async () => {
    await pool.end();
    await database.close();
    await base.drop();
  });
  beforeEach(async () => {
    accountId = newId();
    await database.system('DELETE FROM accounts');
    await database.system('INSERT INTO accounts (id) VALUES ($1)', [accountId]);
  });

  const take = (polls: readonly (readonly [store: string, instant: number, status: string])[]) =>
    database.inAccount(accountId, (tx) =>
      importRows(
        tx,
        accountId,
        pollImport,
        polls.map(([store, instant, status]) => [store, status, instantText(instant)]),
      ),
    );
  const count = async () =>
    (await database.system<{ n: number }>('SELECT count(*)::int AS n FROM store_polls')).rows[0]?.n;

  function report(policy: 'opening' | 'carry' | 'nearest'): Promise<Omit<StoreUptime, 'firstPoll'>[]> {
    return inSnapshot(pool, { scope: { accountId }, timeoutMs: 10_000 }, async (snapshot) => {
      const reader = new PgHistoryReader(snapshot);
      const histories = reader.histories({ accountId, stores: [], since: NOW - 7 * DAY, now: NOW });
      const { stores } = await uptimeReport(histories, { policy, now: NOW, custom: null });
      return stores.map(({ firstPoll: _first, ...rest }) => rest);
    });
  }

  it('go, and no report of the days that stay changes', async () => {
    const random = seeded(7);
    const polls = Array.from({ length: 300 }, () => {
      const store = `s${Math.floor(random() * 12)}`;
      return [
        store,
        FIRST + Math.floor(random() * 40 * 24) * HOUR,
        random() < 0.7 ? 'active' : 'inactive',
      ] as const;
    });
    await take([
      ...polls,
      ['s0', NOW, 'active'],
      ['silent', FIRST, 'inactive'],
      ['silent', FIRST + DAY, 'active'],
    ]);
    const all = await count();
    const before = await Promise.all((['opening', 'carry', 'nearest'] as const).map(report));
    const removed = await forgetPolls(database, 8);
    expect(removed).toBeGreaterThan(150);
    expect(await count()).toBe((all ?? 0) - removed);
    expect(await Promise.all((['opening', 'carry', 'nearest'] as const).map(report))).toEqual(before);
    expect(await forgetPolls(database, 8)).toBe(0);
  });

  it('are old against the newest one of their account, not against today', async () => {
    await take([
      ['a', NOW - 20 * DAY, 'active'],
      ['a', NOW - 9 * DAY, 'active'],
      ['a', NOW, 'active'],
    ]);
    expect(await forgetPolls(database, 30)).toBe(0);
    expect(await forgetPolls(database, 8)).toBe(1);
  });

  it('stay when no retention is set', async () => {
    await take([
      ['a', FIRST, 'active'],
      ['a', FIRST + HOUR, 'active'],
      ['a', NOW, 'active'],
    ]);
    expect(await forgetPolls(database, null)).toBe(0);
    expect(await count()).toBe(3);
  });

  it('stay while an import of their account is under way, and go after it', async () => {
    await take([
      ['a', FIRST, 'active'],
      ['a', FIRST + HOUR, 'active'],
      ['a', NOW, 'active'],
    ]);
    await database.inAccount(accountId, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 5))', [accountId]);
      expect(await forgetPolls(database, 8)).toBe(0);
    });
    expect(await forgetPolls(database, 8)).toBe(1);
  });

  it('go of more stores than one statement takes', async () => {
    await take(
      Array.from({ length: 1100 }, (_, no) => no).flatMap((no) => [
        [`s${no}`, FIRST, 'active'] as const,
        [`s${no}`, FIRST + HOUR, 'active'] as const,
      ]),
    );
    await take([['s0', NOW, 'active']]);
    expect(await forgetPolls(database, 8)).toBe(1100);
  });
});
